"""Who comes and who helps is reminded in the evening before."""

from datetime import UTC, datetime, timedelta

import pytest

from placette.groupbuys.collecting import sentences
from placette.groupbuys.collecting.actions import choosing, helping, slots
from placette.groupbuys.collecting.actions.slots import Planned
from placette.groupbuys.collecting.tasks import remind
from placette.notices.models import Notice
from placette.people.tests.factories import person_of

from .collected import share_of, slot_of, succeeded

NOW = datetime(2026, 11, 26, 9, tzinfo=UTC)


SATURDAY = datetime(2026, 11, 28, 9, tzinfo=UTC)


@pytest.fixture
def people(db):
    return [person_of(name) for name in ("Nadia", "Luc", "Odile", "Karim")]


@pytest.fixture
def campaign(people, time_machine):
    time_machine.move_to(NOW - timedelta(days=20))
    campaign = succeeded(people[0], dict.fromkeys(people[:3], 1))
    time_machine.move_to(NOW)
    return campaign


def test_each_is_reminded_once_in_the_evening_before(people, campaign, time_machine):
    slot = slot_of(campaign, SATURDAY, hands=2)
    choosing.choose(share_of(campaign, people[1]), slot.pk)
    helping.join(slot.pk, people[3])
    told = Notice.objects.filter(kind="collecting_tomorrow")
    time_machine.move_to(datetime(2026, 11, 27, 14, 59, tzinfo=UTC))
    remind(0)
    assert not told.exists()
    time_machine.move_to(datetime(2026, 11, 27, 15, 1, tzinfo=UTC))
    remind(0)
    remind(0)
    assert dict(told.values_list("person__first_name", "facts__event")) == {
        "Luc": "tomorrow",
        "Karim": "helps_tomorrow",
    }
    assert "samedi 28 novembre à 10 h, Salle des fêtes" in sentences.told(told[0].facts).replace("\xa0", " ")
    choosing.choose(share_of(campaign, people[2]), slot.pk)  # in the evening itself
    remind(0)
    assert told.count() == 3


def test_a_slot_that_was_moved_is_reminded_of_again_and_who_was_told_costs_nothing(
    people, campaign, time_machine, django_assert_max_num_queries
):
    slot = slot_of(campaign, SATURDAY, hands=1)
    for person in people[:3]:
        choosing.choose(share_of(campaign, person), slot.pk)
    helping.join(slot.pk, people[3])
    told = Notice.objects.filter(kind="collecting_tomorrow").order_by("pk")
    time_machine.move_to(datetime(2026, 11, 27, 15, 1, tzinfo=UTC))
    remind(0)
    with django_assert_max_num_queries(9):
        remind(0)

    sunday = SATURDAY + timedelta(days=1)
    slots.change(slot.pk, Planned(sunday, sunday + timedelta(hours=2), slot.place, 5, 1))
    assert {each.seen_at is None for each in told.all()} == {False}
    time_machine.move_to(datetime(2026, 11, 28, 15, 1, tzinfo=UTC))
    remind(0)

    assert told.count() == 8
    assert {each.facts["at"] for each in told[4:]} == {sunday.isoformat()}
