"""What is done in a resident's name: each act writes by whom and by which consent, and a line of the trail.

The consent's row is locked first: of an act and of a consent taken back at the same instant, one goes first.
"""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from placette.conversations import actions as conversations
from placette.conversations.models import Conversation, Message
from placette.listings.actions import agreements, annonces, answering
from placette.listings.models import Agreement, Answer, Listing, Thanks
from placette.people.models import Consent, Deed, Membership, Person, Scope
from placette.trust import trail


class Refusal(Exception):
    """Why it cannot be done, in words for who acts."""


class Beyond(Refusal):
    """She has not agreed to this."""

    def __str__(self) -> str:
        return _("Son accord ne va pas jusque-là. Posez la question, puis notez un autre accord.")


@transaction.atomic
def post(consent: Consent, by: Person, key: str | None, **fields: Any) -> Listing:
    """Her annonce. The same key and words twice are one."""
    deed = deed_of(consent, by, Scope.POSTS)
    home = Membership.objects.select_related("commune").get(person=consent.person, commune=consent.commune_id)
    listing = annonces.publish(consent.person, home, deed=deed, key=key, **fields)
    _done(deed, "carried.posted")
    return listing


@transaction.atomic
def close(consent: Consent, by: Person, listing: Listing) -> None:
    """The caller has found it among hers. It leaves no line that neighbours read: the trail says by whom."""
    _standing(consent, Scope.POSTS)
    annonces.close(listing)
    trail.record("carried.closed", by, commune=consent.commune_id, person=consent.person)


@transaction.atomic
def answer(consent: Consent, by: Person, listing: Listing, text: str, key: str | None) -> Answer:
    """The caller has asked whether both may read this annonce, and she answer it."""
    deed = deed_of(consent, by, Scope.WRITES)
    made = answering.answer(listing, consent.person, text, key, deed=deed)
    _done(deed, "carried.answered")
    return made


@transaction.atomic
def write(consent: Consent, by: Person, conversation: Conversation, body: str, key: str | None) -> Message:
    """The caller has found the conversation among hers."""
    deed = deed_of(consent, by, Scope.WRITES)
    message = conversations.post(conversation, consent.person, body, key, deed=deed)
    _done(deed, "carried.wrote")
    return message


@transaction.atomic
def take(consent: Consent, by: Person, agreement: Agreement, name: str, reason: str = "") -> Agreement:
    """A step of an agreement of hers. Raises agreements.Refusal where it cannot be taken now."""
    deed = deed_of(consent, by, Scope.AGREES)
    taken = agreements.take(name, agreement, consent.person, reason, deed=deed)
    _done(deed, "carried.agreed")
    return taken


@transaction.atomic
def thank(consent: Consent, by: Person, agreement: Agreement, text: str) -> Thanks:
    """Never quoted by the town hall: she has not been asked."""
    deed = deed_of(consent, by, Scope.AGREES)
    thanks = agreements.thank(agreement, consent.person, text, deed=deed)
    _done(deed, "carried.thanked")
    return thanks


def _standing(consent: Consent, scope: Scope) -> Consent:
    current = Consent.objects.select_for_update(no_key=True).filter(pk=consent.pk).first()
    if current is None or current.ended_at:  # or she has left meanwhile
        raise Refusal(_("Entre-temps, cet accord a été retiré : plus rien n’est fait en son nom."))
    if not getattr(current, scope):
        raise Beyond
    return current


def deed_of(consent: Consent, by: Person, scope: Scope) -> Deed:
    """Written before the act, under the lock of her consent. Raises Refusal where that has ended, or does not cover it."""
    current = _standing(consent, scope)
    return Deed.objects.create(consent=current, scope=scope, holder=current.holder, by=by)


def _done(deed: Deed, verb: str) -> None:
    """Into the trail; unless a form was sent twice and nothing new was done."""
    if Listing.objects.filter(deed=deed).exists() or Message.objects.filter(deed=deed).exists():
        consent = deed.consent
        trail.record(verb, deed.by, commune=consent.commune_id, person=consent.person)
    else:
        deed.delete()
