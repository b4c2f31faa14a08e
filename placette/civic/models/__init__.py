"""What the town hall says and asks, and what residents tell it: announcements, polls, street reports, ideas."""

from .announcements import Announcement, Sighting
from .ideas import Comment, Idea, IdeaStep, Support
from .polls import Option, Poll, Turnout, Urn, Voted
from .reports import Category, Follower, PartnerKey, Report, ReportStep
from .shared import SharedAnnouncement, SharedCopy

__all__ = [
    "Announcement",
    "Category",
    "Comment",
    "Follower",
    "Idea",
    "IdeaStep",
    "Option",
    "PartnerKey",
    "Poll",
    "Report",
    "ReportStep",
    "SharedAnnouncement",
    "SharedCopy",
    "Sighting",
    "Support",
    "Turnout",
    "Urn",
    "Voted",
]
