"""What the town hall says and asks: announcements, polls."""

from .announcements import Announcement, Sighting
from .polls import Option, Poll, Turnout, Urn, Voted

__all__ = ["Announcement", "Option", "Poll", "Sighting", "Turnout", "Urn", "Voted"]
