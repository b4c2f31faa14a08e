"""Quotes, their acceptance by the town hall, their signature by the operator."""

from __future__ import annotations

from datetime import date, timedelta

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from placette.notices.actions import notify
from placette.people.models import Person
from placette.places.clock import months_later
from placette.places.models import Commune, Space
from placette.townhall import life, pricing, telling
from placette.townhall.models import Bracket, Contract, Grid, Quote
from placette.trust import trail

GOOD_FOR = timedelta(days=90)
MONTHS = 12
RENEWED_FROM = timedelta(days=120)  # before the end of a contract
DAY = timedelta(days=1)


class Refusal(Exception):
    """Why it cannot be and what to do, in words for the person."""


def quote(commune: Commune, by: Person) -> Quote:
    """A quote at today's prices; the one made today already, where its price is the same."""
    today = timezone.localdate()
    cents = pricing.yearly_cents(commune.population, pricing.prices(today))
    facts = {"commune": commune, "population": commune.population, "yearly_cents": cents, "made_on": today}
    with transaction.atomic():
        life.locked(commune.pk)
        there = Quote.objects.filter(**facts, contract=None).first()
        if there:
            return there
        made = Quote.objects.create(**facts, valid_until=today + GOOD_FOR, made_by=by)
        trail.record("quote.made", by, commune=commune, number=made.number, cents=cents)
    return made


@transaction.atomic
def accept(pk: int, commune: Commune, by: Person) -> Contract:
    """The town hall orders. Of two officers at once one does; the other reads who it was. Raises Refusal."""
    space = life.locked(commune.pk)
    today = timezone.localdate()
    chosen = Quote.objects.filter(pk=pk, commune=commune).first()
    if space is None or chosen is None:
        raise Refusal(_("Ce devis n’est plus là. Demandez-en un autre."))
    last = (
        Contract.objects.filter(commune=commune)
        .select_related("accepted_by", "quote")
        .order_by("-ends_on")
        .first()
    )
    if last and (last.quote_id == chosen.pk or last.signed_at is None or last.starts_on > today):
        raise Refusal(_already(last))
    if chosen.valid_until < today:
        raise Refusal(_("Ce devis n’est plus valable. Demandez-en un autre, au prix d’aujourd’hui."))
    starts = _starts(space, today)
    if last:
        starts = max(starts, last.ends_on + DAY)  # of a town hall that left and comes back the same day
    made = Contract.objects.create(
        commune=commune,
        quote=chosen,
        starts_on=starts,
        ends_on=months_later(starts, MONTHS) - DAY,
        accepted_by=by,
    )
    trail.record("contract.accepted", by, commune=commune, number=chosen.number, starts=f"{starts}")
    url = reverse("townhall:operator_commune", args=[commune.pk])
    notify(telling.operators(), "contract_accepted", url, f"accepted:{made.pk}", commune=commune.name)
    return made


@transaction.atomic
def sign(pk: int, by: Person) -> Contract:
    """In force from now on: the space is under contract to its end. Doing it twice changes nothing."""
    code = Contract.objects.values_list("commune_id", flat=True).get(pk=pk)
    life.locked(code)
    contract = Contract.objects.select_related("quote", "commune").get(pk=pk)
    if contract.signed_at is None:
        contract.signed_at, contract.signed_by = timezone.now(), by
        contract.save(update_fields=["signed_at", "signed_by"])
        trail.record("contract.signed", by, commune=code, number=contract.number)
        life.sign(code, contract.ends_on, by)
    return contract


@transaction.atomic
def write_grid(valid_from: date, prices: list[pricing.Price], by: Person) -> Grid:
    """The prices from a day on; written again for the same day, the last one counts. Quotes keep theirs."""
    grid, _fresh = Grid.objects.update_or_create(valid_from=valid_from, defaults={"made_by": by})
    grid.brackets.all().delete()
    Bracket.objects.bulk_create(
        Bracket(grid=grid, up_to=each.up_to, yearly_cents=each.yearly_cents) for each in prices
    )
    trail.record("grid.changed", by, on=f"{valid_from}")
    return grid


def may_order(space: Space, today: date) -> bool:
    """A trial and a grace may always be turned into a contract; a contract is renewed in its last months."""
    if space.state == Space.State.CONTRACT:
        return space.ends_on is not None and space.ends_on - today <= RENEWED_FROM
    return space.closed_at is None


def _starts(space: Space, today: date) -> date:
    """The free months stay free, and a renewal follows without a gap."""
    if not may_order(space, today):
        raise Refusal(
            _("Votre contrat court encore longtemps : il se renouvelle dans ses quatre derniers mois.")
        )
    if space.state in {Space.State.TRIAL, Space.State.CONTRACT} and space.ends_on and space.ends_on >= today:
        return space.ends_on + DAY
    return today


def _already(last: Contract) -> str:
    said = _(
        "%(who)s l’a déjà accepté le %(day)s : le contrat %(number)s est en cours, il n’y en a qu’un. Vous n’avez rien à refaire."
    )
    who = last.accepted_by.get_full_name() if last.accepted_by else _("Un·e collègue")
    day = date_format(timezone.localtime(last.accepted_at), "DATE_FORMAT")
    return said % {"who": who, "day": day, "number": last.number}
