"""Who is told what of a grouped purchase: the open pages at once, people by their notices, each once."""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db.models import Count, Sum

from placette.core import live
from placette.groupbuys.goods import Goods, overpriced
from placette.groupbuys.models import Campaign, Interest, Organiser, Pledge, Share, Waiting
from placette.groupbuys.pricing import Taken, prices
from placette.notices.actions import notify, notify_each, see
from placette.people.models import Person


def board(campaign: Campaign, goods: Goods, taken: Mapping[int, Taken], takers: int) -> None:
    """What is pledged now, to all who look at the campaign: figures that its page shows everybody anyway."""
    live.announce(topic(campaign.pk), "board", figures(campaign, goods, taken, takers))


def figures(campaign: Campaign, goods: Goods, taken: Mapping[int, Taken], takers: int) -> dict[str, Any]:
    """How many take part; of each product what is taken, by how many, at how many cents a unit."""
    costs = prices(campaign.counted, goods.tiers, taken, takers)
    products = {
        str(product): {"pledged": str(each.quantity), "takers": each.takers, "cents": costs.get(product)}
        for product, each in taken.items()
    }
    return {"takers": takers, "products": products}


def topic(campaign_id: int) -> str:
    return f"campaign:{campaign_id}"


def interest(campaign: Campaign) -> None:
    """What is wished now, to all who look at the campaign: its page shows everybody the same figures."""
    live.announce(topic(campaign.pk), "interest", wished(campaign))


def wished(campaign: Campaign) -> dict[str, Any]:
    """How many are interested; how much of each product, by how many. Two queries."""
    told = Interest.objects.filter(campaign=campaign)
    products = {
        str(product): {"wished": str(quantity), "people": people}
        for product, quantity, people in told.values_list("product").annotate(Sum("quantity"), Count("pk"))
    }
    people = told.aggregate(people=Count("person", distinct=True))["people"]
    return {"people": people, "products": products}


def priced(campaign: Campaign) -> None:
    """There is a price: whoever was interested may now take part. Told once, however it came."""
    _notify(
        campaign, _interested(campaign), "priced", f"purchase:{campaign.pk}:priced", until=campaign.deadline
    )


def _interested(campaign: Campaign) -> set[int]:
    return set(Interest.objects.filter(campaign=campaign).values_list("person_id", flat=True))


def prices_rose(campaign: Campaign, costs: Mapping[int, int]) -> None:
    """Somebody gave back: whoever would now pay more than she has accepted may say yes again, from now on."""
    asked = _asked_again(campaign, costs)
    said = ".".join(str(cents) for _product, cents in sorted(costs.items()))
    notify_each("purchase", campaign.get_absolute_url(), f"purchase:{campaign.pk}:rose:{said}", {
        person: _facts(campaign, "rose", until=campaign.deadline) for person in asked
    })  # fmt: skip


def confirm(campaign: Campaign, goods: Goods) -> None:
    """The deadline has come, and some would pay more than they have accepted: they are asked for two days."""
    asked = _asked_again(campaign, goods.prices(campaign))
    notify_each("purchase", campaign.get_absolute_url(), f"purchase:{campaign.pk}:confirm", {
        person: _facts(campaign, "confirm", until=campaign.confirm_by) for person in asked
    })  # fmt: skip


def _asked_again(campaign: Campaign, costs: Mapping[int, int]) -> set[int]:
    lines = overpriced(campaign, costs).filter(pledge__person__isnull=False)
    return set(lines.values_list("pledge__person_id", flat=True))


def accepted(campaign: Campaign, person: Person) -> None:
    see(person, url=campaign.get_absolute_url())


stayed = accepted


def served(campaign: Campaign, waiting: Waiting) -> None:
    key = f"purchase:{campaign.pk}:served:{waiting.product_id}:{waiting.since.isoformat()}"
    _notify(campaign, [waiting.person_id], "served", key, until=campaign.deadline)


def left_waiting(campaign: Campaign) -> None:
    """It has ended, and nothing was given back for those who still wait."""
    waiting = Waiting.objects.filter(product__campaign=campaign).values_list("person_id", flat=True)
    _notify(campaign, waiting, "left_waiting", f"purchase:{campaign.pk}:left_waiting")


def _freed_key(campaign: Campaign) -> str:
    """Of each deadline: one may be freed at the first, come back, and be freed at the second."""
    return f"purchase:{campaign.pk}:freed:{campaign.deadline.isoformat() if campaign.deadline else ''}"


def freed_in_part(campaign: Campaign, pledges: Collection[int]) -> None:
    """Of several products one costs more than she has accepted; the others she takes."""
    people = Pledge.objects.filter(pk__in=pledges, person__isnull=False).values_list("person_id", flat=True)
    _notify(campaign, people, "freed_in_part", _freed_key(campaign))


def freed(campaign: Campaign, pledges: Collection[int]) -> None:
    people = Pledge.objects.filter(pk__in=pledges, person__isnull=False).values_list("person_id", flat=True)
    _notify(campaign, people, "freed", _freed_key(campaign))


def changed(campaign: Campaign) -> None:
    """Whoever looks at the page learns that it is another now: more time has begun, or one confirms."""
    live.announce(topic(campaign.pk), "changed", {})


def opened(campaign: Campaign) -> None:
    """Whoever follows the page sees that it is open."""
    live.announce(topic(campaign.pk), "opened", {})


def succeeded(campaign: Campaign, shares: Iterable[Share]) -> None:
    """Each with her own amount, in one statement; the organisers read how many there are."""
    owed = {each.pledge_id: each for each in shares}
    whose = Pledge.objects.filter(pk__in=owed, person__isnull=False).values_list("person_id", "pk")
    facts = {
        person: _facts(
            campaign,
            "succeeded",
            cents=owed[pledge].amount_cents,
            saved=max(0, owed[pledge].reference_cents - owed[pledge].amount_cents),
        )
        for person, pledge in whose
    }
    notify_each("purchase", campaign.get_absolute_url(), f"purchase:{campaign.pk}:closed", facts)
    _tell_organisers(campaign, "organised", f"purchase:{campaign.pk}:organised", takers=len(owed))
    live.announce(topic(campaign.pk), "closed", {})


def failed(campaign: Campaign) -> None:
    _notify(campaign, _people_of(campaign), "failed", f"purchase:{campaign.pk}:closed")
    live.announce(topic(campaign.pk), "closed", {})


def cancelled(campaign: Campaign, by: Person, reason: str) -> None:
    people = (_people_of(campaign) | _interested(campaign)) - {by.pk}
    _notify(campaign, people, "cancelled", f"purchase:{campaign.pk}:closed", reason=reason)
    live.announce(topic(campaign.pk), "closed", {})


def extension_asked(campaign: Campaign, until: datetime, by: Person) -> None:
    people = _people_of(campaign, waiting=False) - {by.pk}
    more = {"later": until.isoformat()}
    _notify(
        campaign, people, "extension", f"purchase:{campaign.pk}:extension", until=campaign.deadline, **more
    )


def joined(campaign: Campaign, person: Person) -> None:
    """The other organisers read who organises with them."""
    others = Organiser.objects.filter(campaign=campaign).exclude(person=person)
    people = others.values_list("person_id", flat=True)
    key = f"purchase:{campaign.pk}:organises:{person.pk}"
    _notify(campaign, people, "organises", key, name=person.display_name)


def _tell_organisers(campaign: Campaign, event: str, key: str, **more: Any) -> None:
    people = Organiser.objects.filter(campaign=campaign).values_list("person_id", flat=True)
    _notify(campaign, people, event, key, **more)


def _people_of(campaign: Campaign, *, waiting: bool = True) -> set[int]:
    """Who takes part, who waits, and who organises."""
    takes = Pledge.objects.filter(campaign=campaign, items__gt=0, person__isnull=False)
    people = set(takes.values_list("person_id", flat=True))
    if waiting:
        people |= set(Waiting.objects.filter(product__campaign=campaign).values_list("person_id", flat=True))
        people |= set(Organiser.objects.filter(campaign=campaign).values_list("person_id", flat=True))
    return people


def _notify(
    campaign: Campaign,
    people: Iterable[int],
    event: str,
    key: str,
    until: datetime | None = None,
    **more: Any,
) -> None:
    notify(
        people, "purchase", campaign.get_absolute_url(), key, **_facts(campaign, event, until=until, **more)
    )


def _facts(campaign: Campaign, event: str, until: datetime | None = None, **more: Any) -> dict[str, Any]:
    known = {"event": event, "title": campaign.title, "campaign": campaign.pk, **more}
    return known | ({"until": until.isoformat()} if until else {})
