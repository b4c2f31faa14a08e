"""Answering an annonce, in one tap or in words."""

from django.db import transaction
from django.db.models.functions import Coalesce
from django.utils import timezone

from placette.conversations import actions as conversations
from placette.impact.actions import record_first_answer
from placette.listings.models import Answer, Listing
from placette.notices.actions import notify, withdraw
from placette.people.carried import facts_of
from placette.people.models import Deed, Person

from .asking import request_keys


@transaction.atomic
def answer(
    listing: Listing, person: Person, text: str, key: str | None = None, *, deed: Deed | None = None
) -> Answer:
    """One answer and one conversation a person and annonce, however often she presses; further words go on in it.

    `deed`: by whom, where it is not the person herself.
    """
    # The row lock makes one of two presses wait for the other.
    Listing.objects.select_for_update().get(pk=listing.pk)
    existing = Answer.objects.select_related("conversation").filter(listing=listing, person=person).first()
    if existing:
        if text and not existing.conversation.messages.filter(author=person, body=text).exists():
            conversations.post(existing.conversation, person, text, key, deed=deed)
        return existing
    conversation = conversations.open_conversation(
        "listing", listing.pk, listing.title, [listing.author_id, person.pk]
    )
    made = Answer.objects.create(listing=listing, person=person, conversation=conversation)
    conversations.post(conversation, person, text, key, told=True, deed=deed)  # by the notice of the answer
    now = timezone.now()
    Listing.objects.filter(pk=listing.pk).update(answered_at=Coalesce("answered_at", now))
    if listing.direction == Listing.Direction.REQUEST:
        record_first_answer(f"listing:{listing.pk}", now)
        withdraw(*request_keys(listing))
    notify(
        [listing.author_id],
        "answer",
        f"/messages/{conversation.pk}/",
        f"answer:{made.pk}",
        name=person.display_name,
        title=listing.title,
        direction=listing.direction,
        **facts_of(deed),
        answer=made.pk,
        conversation=conversation.pk,
    )
    return made
