"""Grouped purchases in a resident's name: she takes part, changes, withdraws, says yes again, and is told how she collects.

Her consent's row is locked first, then the campaign's; under that lock it is asked again whether what she takes there was
said by this helper. Each act writes a deed, and what it was for her sheet.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from placette.behalf import opened
from placette.groupbuys import rules
from placette.groupbuys.actions import extending, pledging
from placette.groupbuys.actions.refusals import Closed
from placette.groupbuys.actions.wishes import Wish, accepting
from placette.groupbuys.collecting.actions import choosing
from placette.groupbuys.goods import goods_of, held_by
from placette.groupbuys.models import Campaign, Line, Pledge, PledgeDeed, Share
from placette.people.models import Consent, Deed, Person, Scope
from placette.trust import trail

from .acting import Refusal, deed_of

What = PledgeDeed.What


@transaction.atomic
def pledge(consent: Consent, by: Person, campaign_id: int, wishes: Iterable[Wish]) -> None:
    """So much of each product, up to the price that she said. The same twice is one act. The caller has asked whether she
    may take part, and who acts for her offer it. Raises refusals.Refused, and Refusal as the other three where she takes
    part by another helper.
    """
    deed, wishes = deed_of(consent, by, Scope.BUYS), list(wishes)
    if _holds(_locked(campaign_id, consent), consent.person, wishes):
        deed.delete()
        return
    pledging.pledge(campaign_id, consent.person, wishes, deed=deed)
    _done(deed, campaign_id, What.TAKES, {"lines": _lines(campaign_id, consent.person)})


@transaction.atomic
def withdraw(consent: Consent, by: Person, campaign_id: int) -> None:
    """All is given back; twice is once. Raises refusals.Closed."""
    deed = deed_of(consent, by, Scope.BUYS)
    if _holds(_locked(campaign_id, consent), consent.person, []):
        deed.delete()
        return
    pledging.withdraw(campaign_id, consent.person)
    _done(deed, campaign_id, What.WITHDRAWS)


@transaction.atomic
def accept(consent: Consent, by: Person, campaign_id: int, shown: Mapping[int, int]) -> None:
    """Yes again, to what was read to her: `shown`, in cents by product. Raises refusals.Closed, PriceRose."""
    deed = deed_of(consent, by, Scope.BUYS)
    _locked(campaign_id, consent)
    pledging.accept(campaign_id, consent.person, shown=shown, deed=deed)
    _done(deed, campaign_id, What.ACCEPTS, {"lines": _lines(campaign_id, consent.person)})


@transaction.atomic
def stay(consent: Consent, by: Person, campaign_id: int) -> None:
    """More time was asked for: she stays. Raises refusals.Closed."""
    deed = deed_of(consent, by, Scope.BUYS)
    _locked(campaign_id, consent)
    extending.stay(campaign_id, consent.person, deed=deed)
    _done(deed, campaign_id, What.STAYS)


@transaction.atomic
def choose(consent: Consent, by: Person, share: Share, slot_id: int) -> None:
    """When she comes. Raises refusals.Refused where it is full or too late."""
    deed, before = deed_of(consent, by, Scope.BUYS), getattr(share, "pick_up", None)
    pick_up = choosing.choose(share, slot_id)
    if before and before.slot_id == pick_up.slot_id:
        deed.delete()
        return
    slot = pick_up.slot
    facts = {"at": slot.starts_at.isoformat(), "until": slot.ends_at.isoformat(), "place": slot.place}
    _done(deed, share.pledge.campaign_id, What.COMES, facts)


@transaction.atomic
def send(consent: Consent, by: Person, share: Share, name: str) -> None:
    """Who comes in her place; an empty name: she comes herself. Raises refusals.Closed."""
    deed, before = deed_of(consent, by, Scope.BUYS), getattr(share, "substitute", None)
    if name == (before.name if before else ""):
        deed.delete()
        return
    choosing.send(share, name)
    _done(deed, share.pledge.campaign_id, What.SENDS, {"name": name})


def give_back(person: Person, consents: Iterable[Consent] | None = None) -> None:
    """What was taken for her by these consents, or by any, where it may still be given back: nobody would say yes again
    for her, or tell her what she owes. What is closed she owes.
    """
    pledges = Pledge.objects.filter(person=person, items__gt=0, campaign__state=Campaign.State.OPEN)
    if consents is not None:
        pledges = pledges.filter(deed__consent__in=consents)
    for campaign_id in pledges.order_by("campaign_id").values_list("campaign_id", flat=True):
        try:
            pledging.withdraw(campaign_id, person)
        except Closed:
            continue  # its deadline has passed meanwhile


def _locked(campaign_id: int, consent: Consent) -> Campaign:
    """Raises Refusal where another helper has taken for her there meanwhile: neither overwrites what the other took."""
    campaign = pledging.locked(campaign_id)
    hers = Pledge.objects.filter(campaign=campaign, person=consent.person, items__gt=0)
    if hers.exclude(pk__in=opened.pledges(consent).values("pk")).exists():
        raise Refusal(_("Entre-temps, cet achat groupé n’est plus à lui proposer ici : rien n’a été noté."))
    return campaign


def _holds(campaign: Campaign, person: Person, wishes: Iterable[Wish]) -> bool:
    """She takes just this already, and has nothing to answer. Wants the campaign's lock."""
    goods = goods_of(campaign)
    wanted = {each.product: accepting(goods, each) for each in wishes if each.quantity}
    said = {product: (each.quantity, each.accepted_cents) for product, each in wanted.items()}
    held = held_by(campaign, person.pk)
    if said and _is_asked_to_stay(campaign, person):
        return False  # the same again, said after more time was asked for: she stays
    return said == {product: (each.quantity, each.accepted_cents) for product, each in held.items()}


def _is_asked_to_stay(campaign: Campaign, person: Person) -> bool:
    pledge = Pledge.objects.filter(campaign=campaign, person=person).first()
    return rules.may_stay(campaign, pledge, timezone.now())


def _lines(campaign_id: int, person: Person) -> list[list[Any]]:
    """As PledgeDeed keeps them."""
    lines = Line.objects.filter(pledge__campaign=campaign_id, pledge__person=person).select_related("product")
    return [[each.product.name, str(each.quantity), each.product.unit, each.accepted_cents] for each in lines]


def _done(deed: Deed, campaign_id: int, what: str, facts: Mapping[str, Any] | None = None) -> None:
    consent = deed.consent
    pledge = Pledge.objects.get(campaign=campaign_id, person=consent.person_id)
    PledgeDeed.objects.create(deed=deed, pledge=pledge, what=what, facts=facts or {})
    trail.record("carried.bought", deed.by, commune=consent.commune_id, person=consent.person)
