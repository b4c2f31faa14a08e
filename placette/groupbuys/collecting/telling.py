"""Who is told what of collecting, each once."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils import timezone

from placette.groupbuys.models import Campaign, LeftOver, Organiser, PickUp, Pledge, Rhythm, Slot, Thanks
from placette.notices.actions import notify, notify_each, withdraw
from placette.notices.models import Notice
from placette.people.models import Person


def slots(campaign: Campaign) -> None:
    """Once a campaign: choose when you come."""
    key = f"collecting:{campaign.pk}:slots"
    notify(_takers(campaign), "collecting", _page(campaign), key, **_facts(campaign, "slots"))


def moved(slot: Slot, before: datetime) -> None:
    """A reminder of the moment that it was `before` misleads whoever has not read it."""
    coming, helping = _chosen(slot), _helping(slot)
    if before != slot.starts_at:
        withdraw(_helps_tomorrow(slot.pk, before), *(_tomorrow(slot.pk, before, person) for person in coming))
    key = f"collecting:slot:{slot.pk}:moved:{timezone.now().isoformat()}"  # each move is another
    _tell(slot.campaign, coming | helping, "moved", key, **_when(slot))


def removed(slot: Slot) -> None:
    _tell(slot.campaign, _helping(slot), "removed", f"collecting:slot:{slot.pk}:removed", **_when(slot))


def joined(slot: Slot, person: Person) -> None:
    """A line for the organisers, who follow who helps."""
    withdraw(_left(slot, person))
    _tell_organisers(
        slot.campaign, person, "helps", f"collecting:slot:{slot.pk}:helps:{person.pk}", **_when(slot)
    )


def left(slot: Slot, person: Person) -> None:
    withdraw(f"collecting:slot:{slot.pk}:helps:{person.pk}")
    _tell_organisers(slot.campaign, person, "helps_no_more", _left(slot, person), **_when(slot))


def tomorrow(slot: Slot) -> None:
    """In the evening before: who comes, and who helps; again where it was moved since. Each has a key of her own, by which
    she alone may be told no more.
    """
    until = slot.starts_at.isoformat()
    facts = _facts(slot.campaign, "tomorrow", **_when(slot), until=until)
    for person, key in _unreminded(slot).items():
        notify([person], "collecting_tomorrow", _page(slot.campaign), key, **facts)
    facts = _facts(slot.campaign, "helps_tomorrow", **_when(slot), until=until)
    key = _helps_tomorrow(slot.pk, slot.starts_at)
    notify(_helping(slot), "collecting_tomorrow", _page(slot.campaign), key, **facts)


def forget(pick_up: PickUp) -> None:
    """She comes at another moment: a reminder of this one misleads her."""
    person = pick_up.share.pledge.person_id
    if person:
        withdraw(_tomorrow(pick_up.slot_id, pick_up.slot.starts_at, person))


def given(left_over: LeftOver) -> None:
    _tell_receiver(left_over, "given", _given(left_over))


def given_no_more(left_over: LeftOver) -> None:
    """Also who has read it already: she would come for what is no longer hers."""
    withdraw(_given(left_over))
    _tell_receiver(left_over, "given_no_more", f"{_given(left_over)}:no_more")


def _tell_receiver(left_over: LeftOver, event: str, key: str) -> None:
    product, campaign = left_over.product, left_over.product.campaign
    if left_over.to_id:
        facts = _facts(
            campaign, event, product=product.name, quantity=str(left_over.quantity), unit=product.unit
        )
        notify([left_over.to_id], "collecting", campaign.get_absolute_url(), key, **facts)


def done(campaign: Campaign, saved: dict[int, int]) -> None:
    """`saved`: cents, by person."""
    facts = {person: _facts(campaign, "done", saved=cents) for person, cents in saved.items()}
    notify_each("collecting", campaign.get_absolute_url(), f"collecting:{campaign.pk}:done", facts)


def thanked(thanks: Thanks) -> None:
    facts = _facts(thanks.campaign, "thanked", name=thanks.author.display_name)
    notify(
        [thanks.to_id],
        "collecting",
        thanks.campaign.get_absolute_url(),
        f"collecting:thanks:{thanks.pk}",
        **facts,
    )


def again(rhythm: Rhythm, draft: Campaign, period: str) -> None:
    key = f"collecting:{rhythm.campaign_id}:again:{period}"
    notify([rhythm.by_id], "collecting", draft.get_absolute_url(), key, **_facts(draft, "again"))


def _tell(campaign: Campaign, people: Iterable[int], event: str, key: str, **more: Any) -> None:
    notify(people, "collecting", _page(campaign), key, **_facts(campaign, event, **more))


def _tell_organisers(campaign: Campaign, person: Person, event: str, key: str, **more: Any) -> None:
    organisers = Organiser.objects.filter(campaign=campaign).exclude(person=person)
    people = organisers.values_list("person_id", flat=True)
    _tell(campaign, people, event, key, name=person.display_name, **more)


def _facts(campaign: Campaign, event: str, **more: Any) -> dict[str, Any]:
    return {"event": event, "title": campaign.title, **more}


def _when(slot: Slot) -> dict[str, Any]:
    return {"at": slot.starts_at.isoformat(), "zone": slot.zone.key, "place": slot.place}


def _takers(campaign: Campaign) -> set[int]:
    takes = Pledge.objects.filter(campaign=campaign, share__isnull=False, person__isnull=False)
    return set(takes.values_list("person_id", flat=True))


def _chosen(slot: Slot) -> set[int]:
    chosen = slot.pick_ups.filter(share__pledge__person__isnull=False)
    return set(chosen.values_list("share__pledge__person_id", flat=True))


def _helping(slot: Slot) -> set[int]:
    return set(slot.helpers.values_list("person_id", flat=True))


def _left(slot: Slot, person: Person) -> str:
    return f"collecting:slot:{slot.pk}:helps_no_more:{person.pk}"


def _given(left_over: LeftOver) -> str:
    return f"collecting:left_over:{left_over.pk}"


def _unreminded(slot: Slot) -> dict[int, str]:
    """Who comes and has not been told so, with the key of it. Two queries; index an_event_is_told_once."""
    keys = {person: _tomorrow(slot.pk, slot.starts_at, person) for person in _chosen(slot)}
    told = Notice.objects.filter(person__in=keys, key__in=keys.values()).values_list("person_id", flat=True)
    return {person: keys[person] for person in keys.keys() - set(told)}


def _tomorrow(slot_id: int, starts_at: datetime, person: int) -> str:
    return f"collecting:tomorrow:{slot_id}:{starts_at.timestamp():.0f}:{person}"


def _helps_tomorrow(slot_id: int, starts_at: datetime) -> str:
    return f"collecting:helps_tomorrow:{slot_id}:{starts_at.timestamp():.0f}"


def _page(campaign: Campaign) -> str:
    return reverse("groupbuys:collection", args=[campaign.pk])
