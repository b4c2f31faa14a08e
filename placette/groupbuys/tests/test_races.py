"""The last units, wanted by all at once: exact stock, nothing lost, no deadlock, one closing."""

from collections import Counter
from decimal import Decimal

import pytest

from placette.core.tests.racing import at_once
from placette.groupbuys.actions import closing, pledging
from placette.groupbuys.actions.refusals import Refused
from placette.groupbuys.models import Campaign, Closing, Line, Share
from placette.people.tests.factories import person_of

from .factories import campaign_of, offered, product_of, wish

pytestmark = pytest.mark.django_db(transaction=True)


def outcomes(act, whom):
    """How many times each: « done », or the name of a refusal."""
    said = at_once(act, whom, refusals=Refused)
    return Counter(type(each).__name__ if isinstance(each, Refused) else "done" for each in said)


def test_forty_neighbours_want_the_last_ten():
    campaign = campaign_of(person_of("Nadia"), offered(stock=Decimal(5)), offered(name="Sacs"))
    pellets, sacks = campaign.products.all()
    people = [person_of(f"Voisin{n}") for n in range(40)]

    def act(person):
        # Half of them name the products the other way round: no order of theirs may lock them in each other.
        wishes = [wish(pellets, "0.5"), wish(sacks, 1)]
        pledging.pledge(campaign.pk, person, wishes if person.pk % 2 else wishes[::-1])

    assert outcomes(act, people) == {"done": 10, "SoldOut": 30}
    campaign.refresh_from_db()
    assert (campaign.takers, product_of(campaign).pledged, Line.objects.count()) == (10, Decimal(5), 20)


def test_pledges_withdrawals_and_four_workers_at_the_deadline():
    campaign = campaign_of(person_of("Nadia"), offered(stock=Decimal(20)))
    product = product_of(campaign)
    people = [person_of(f"Voisin{n}") for n in range(16)]
    for person in people[:8]:
        pledging.pledge(campaign.pk, person, [wish(product, 1)])

    def act(step):
        what, person = step
        if what == "close":
            closing.close(campaign.pk, campaign.deadline)
        elif what == "withdraw":
            pledging.withdraw(campaign.pk, person)
        else:
            pledging.pledge(campaign.pk, person, [wish(product, 2)])

    steps = [("withdraw", each) for each in people[:4]] + [("pledge", each) for each in people[8:]]
    outcomes(act, [*steps[:6], *[("close", None)] * 4, *steps[6:]])

    campaign = Campaign.objects.get(pk=campaign.pk)
    assert campaign.state in {"succeeded", "confirming"}
    closing.close(campaign.pk, campaign.confirm_by or campaign.deadline)
    assert Closing.objects.count() == 1
    assert Share.objects.count() == Closing.objects.get().takers == Campaign.objects.get().takers
    assert sum(Line.objects.values_list("quantity", flat=True)) == product_of(campaign).pledged
