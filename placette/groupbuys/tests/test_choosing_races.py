"""Everybody at once: neighbours tell and vote, suppliers send, two organisers choose. One quote becomes the prices."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from placette.groupbuys.actions import interest, quotes
from placette.groupbuys.models import Campaign, Interest, Quote, QuoteTier, Tier, Vote
from placette.notices.models import Notice
from placette.people.tests.factories import person_of

from .factories import product_of
from .test_comparing import SOON, quoted
from .test_interest import asking
from .test_races import outcomes

pytestmark = pytest.mark.django_db(transaction=True)


def test_two_organisers_choose_while_others_tell_vote_and_quote():
    nadia = person_of("Nadia")
    campaign = asking(nadia)
    product = product_of(campaign).pk
    people = [person_of(f"Voisin{n}") for n in range(6)]
    for person in people[:3]:
        interest.tell(campaign.pk, person, {product: Decimal(2)})
    first = quoted(campaign, "Bois du Gers", ((0, 280_00), (10, 260_00)))
    second = quoted(campaign, "Pellets d’Ariège", ((0, 275_00),))
    quotes.show(campaign.pk, nadia)
    now = timezone.now()

    def act(step):
        what, whom = step
        if what == "choose":
            quotes.choose(whom, nadia, SOON, now)
        elif what == "vote":
            quotes.vote(second, whom)
        elif what == "decline":
            quotes.decline(whom, "Plus de stock", now + timedelta(seconds=1))
        else:
            interest.tell(campaign.pk, whom, {product: Decimal(4)})

    steps = [
        *(("vote", each) for each in people[:3]),
        ("choose", first),
        *(("tell", each) for each in people[3:]),
        ("choose", second),
        ("decline", second),
    ]
    done = outcomes(act, steps)

    assert done["done"] + done["Closed"] + done["Refused"] == len(steps)
    chosen = Quote.objects.get(state="chosen")
    assert Campaign.objects.get(pk=campaign.pk).supplier.name == chosen.firm
    prices = list(QuoteTier.objects.filter(quote=chosen).values_list("threshold", "unit_cents"))
    assert list(Tier.objects.values_list("threshold", "unit_cents")) == prices
    interested = set(Interest.objects.values_list("person", flat=True))
    assert set(Notice.objects.filter(facts__event="priced").values_list("person", flat=True)) == interested
    assert Vote.objects.count() <= 3
