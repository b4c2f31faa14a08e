"""What goes of the annonces when a space is closed: all that was posted on its square, whoever answered it."""

from django.urls import reverse

from placette.conversations.models import Conversation
from placette.core import photos
from placette.listings.models import Listing, Photo
from placette.notices import actions as notices


def erase(code: str) -> None:
    """With photos, answers, agreements, thanks and what was said about them. The ledger, which names nobody, keeps its figures."""
    listings = Listing.objects.filter(commune=code)
    threads = Conversation.objects.filter(answer__listing__commune=code)
    pages = [reverse("listings:detail", args=[pk]) for pk in listings.values_list("pk", flat=True)]
    pages += [reverse("conversations:thread", args=[pk]) for pk in threads.values_list("pk", flat=True)]
    notices.erase(pages)
    photos.delete_at_commit(Photo.objects.filter(listing__commune=code).values_list("name", flat=True))
    threads.delete()
    listings.delete()
