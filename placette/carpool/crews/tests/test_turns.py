"""One tap on the plan of a crew, the evening before, and how it went."""

from datetime import UTC, date, datetime
from pathlib import Path
from types import ModuleType

import pytest
import time_machine

from placette.carpool import tasks
from placette.carpool.actions.bookings import Refusal
from placette.carpool.crews.actions import turns
from placette.carpool.crews.actions.planning import balances
from placette.carpool.crews.confirmed import rides_of
from placette.carpool.crews.plan import TURN
from placette.carpool.crews.slots import slot
from placette.carpool.crews.tasks import plan_ahead, remind
from placette.carpool.models import CrewRider, CrewTurn
from placette.carpool.queries import carpooled_days, totals
from placette.conversations.models import Message
from placette.core.tests.racing import at_once
from placette.impact.models import Exchange
from placette.notices.kinds import KINDS
from placette.notices.models import Notice

from .factories import MONDAY, NOW, crew_of, drivers, member, tap

pytestmark = pytest.mark.django_db


def test_one_tap_takes_a_day_and_the_other_is_told(client, crew, jeanne, karim):
    assert (30, "Karim") in drivers(crew)
    client.force_login(jeanne)

    page = tap(client, crew, "take", instead=member(crew, karim).pk)

    assert "C’est noté" in page.content.decode()
    assert (30, "Jeanne") in drivers(crew)
    assert Message.objects.filter(event="takes").count() == 1
    assert Notice.objects.filter(person=karim, facts__step="takes").count() == 1
    plan_ahead(0)
    assert (30, "Jeanne") in drivers(crew)  # no plan takes it from her


def test_one_tap_swaps_a_day_for_ones_own_next_turn(client, crew, jeanne, karim):
    before = drivers(crew)
    assert before[:2] == [(27, "Jeanne"), (30, "Karim")]
    client.force_login(jeanne)
    assert "J’échange" in client.get(f"/equipages/{crew.pk}/").content.decode()

    done = tap(client, crew, "swap", instead=member(crew, karim).pk)

    assert "Vous donnez votre tour vendredi 27 novembre" in done.content.decode()
    assert drivers(crew) == [(27, "Karim"), (30, "Jeanne"), *before[2:]]
    told = Notice.objects.get(person=karim, facts__step="swaps")
    assert "30 novembre" in KINDS["crew"].sentence(told.facts)
    assert "27 novembre" in KINDS["crew"].sentence(told.facts)


def test_a_turn_is_swapped_only_with_whoever_drives_it(client, crew, jeanne, karim):
    before = drivers(crew)
    assert (30, "Karim") in before
    client.force_login(karim)

    refused = tap(client, crew, "swap", instead=member(crew, jeanne).pk)

    assert "n’est plus à échanger" in refused.content.decode()
    assert drivers(crew) == before


def test_who_has_no_turn_to_give_is_told_to_take_it(client, crew, jeanne, karim):
    client.force_login(karim)
    for day in CrewTurn.objects.filter(driver__person=jeanne).values_list("day", flat=True):
        tap(client, crew, "take", day=day, instead=member(crew, jeanne).pk)
    client.force_login(jeanne)

    refused = tap(client, crew, "swap", instead=member(crew, karim).pk)

    assert "prenez simplement celui-ci" in refused.content.decode()
    assert (30, "Karim") in drivers(crew)


def test_who_cannot_drive_is_replaced_and_all_are_told_by_whom(client, crew, jeanne, karim):
    client.force_login(karim)

    tap(client, crew, "give_up")

    assert (30, "Jeanne") in drivers(crew)
    notice = Notice.objects.get(person=jeanne, facts__step="gives_up")
    assert notice.facts["drivers"] == "Jeanne M."
    client.force_login(jeanne)
    tap(client, crew, "give_up")
    assert "Sans chauffeur" in client.get(f"/equipages/{crew.pk}/").content.decode()
    assert Notice.objects.get(person=karim, facts__step="gives_up").facts["drivers"] == ""


def test_who_stays_away_leaves_her_seat_and_may_come_back(client, crew, karim):
    client.force_login(karim)
    tap(client, crew, "away")
    assert (30, "Jeanne") in drivers(crew)
    assert CrewRider.objects.get(member__person=karim, day=MONDAY).turn is None

    tap(client, crew, "back")
    assert CrewRider.objects.get(member__person=karim, day=MONDAY).turn is not None


def test_absent_is_said_once_for_the_whole_day(client, jeanne, karim):
    crew = crew_of(jeanne, karim, now=NOW, back_clock=16 * 3600)
    client.force_login(jeanne)
    tap(client, crew, "away", direction="")

    hers = CrewRider.objects.filter(member__person=jeanne, day=MONDAY)
    assert {each.state for each in hers} == {"away"}
    assert hers.count() == 2
    member(crew, karim).rides.filter(day=MONDAY, direction="back").delete()
    client.force_login(karim)
    assert "C’est noté" in tap(client, crew, "away", direction="").content.decode()
    client.force_login(jeanne)
    assert "Présents" in client.get(f"/equipages/{crew.pk}/").content.decode()


def test_a_day_that_has_begun_or_is_not_planned_is_refused(client, crew, jeanne):
    client.force_login(jeanne)
    assert "n’est pas au planning" in tap(client, crew, "take", day=date(2026, 11, 28)).content.decode()
    assert "n’est pas au planning" in tap(client, crew, "x").content.decode()
    assert "a déjà commencé" in tap(client, crew, "take", day=NOW.date()).content.decode()


def test_the_driver_is_reminded_in_the_evening_before(crew):
    with time_machine.travel("2026-11-29T18:00:00+00:00"):
        remind(0)
        remind(0)

    notice = Notice.objects.get(kind="crew_tomorrow")
    assert notice.person.first_name == "Karim"
    assert notice.facts["riders"] == "Jeanne M."


def test_a_ride_counts_once_driver_and_rider_have_both_said_so(client, crew, jeanne, karim):
    said = {"day": "2026-11-30", "direction": "out", "took_place": "yes"}
    with time_machine.travel("2026-11-30T09:00:00+00:00", tick=False):
        client.force_login(jeanne)
        assert "j’aurais pris ma voiture" in client.get(f"/equipages/{crew.pk}/").content.decode()
        client.post(f"/equipages/{crew.pk}/bilan/", said | {"would_have_driven": "yes"})
        assert not Exchange.objects.exists()
        client.force_login(karim)
        client.post(f"/equipages/{crew.pk}/bilan/", said)
        client.post(f"/equipages/{crew.pk}/bilan/", said)

    line = Exchange.objects.get()
    assert (line.kind, line.metres, line.source.startswith("crew:")) == ("ride", 2400, True)
    assert line.co2_grams_low > 0


def test_confirmed_rides_are_looked_up_by_two_indexes_one_after_the_other(jeanne):
    asked = str(rides_of(jeanne).query)

    assert " UNION " in asked
    assert " OR " not in asked


def test_the_way_to_work_is_in_the_certificate_and_the_totals_of_both(jeanne, karim):
    crew = crew_of(jeanne, karim, now=NOW, kind="work", road=21_000, weekdays=0b11111)
    later = datetime(2026, 11, 30, 9, 0, tzinfo=UTC)
    for ride in CrewRider.objects.filter(crew=crew, day=MONDAY).select_related("crew"):
        turns.report(ride, later, took_place=True, would_have_driven=True)

    on_monday = CrewTurn.objects.select_related("driver__person").get(crew=crew, day=MONDAY)
    for person in (jeanne, karim):
        drove = on_monday.driver.person == person
        (journey,) = carpooled_days.of_year(person, 2026)
        assert (journey.day, journey.drives, journey.metres) == (MONDAY, drove, 21_000)
        assert (journey.start, journey.end, journey.confirmed_by_both) == (
            "Fonsorbes",
            "École de la Cité",
            True,
        )
        assert carpooled_days.years(person) == [2026]
        total = totals.of_person(person)
        assert (total.driving.rides, total.riding.rides) == (int(drove), int(not drove))


def test_a_turn_that_did_not_go_is_not_driven(crew, karim):
    his = member(crew, karim)
    before = balances(crew, [his.pk])[his.pk]
    ride = CrewRider.objects.select_related("crew").get(member=his, day=MONDAY)
    turns.report(ride, datetime(2026, 11, 30, 9, 0, tzinfo=UTC), took_place=False)

    assert balances(crew, [his.pk])[his.pk] == before + TURN
    assert not Exchange.objects.exists()
    with pytest.raises(Refusal):
        turns.report(CrewRider.objects.get(member=his, day=date(2026, 12, 4)), NOW, took_place=True)


@pytest.mark.django_db(transaction=True)
def test_of_two_who_take_the_same_day_both_are_seated_and_cars_are_not_doubled(crew, jeanne, karim):
    people = [member(crew, each) for each in (jeanne, karim)] * 2
    which = slot(crew, MONDAY, "out")

    at_once(lambda each: turns.take(each, which, NOW), people)

    planned = CrewTurn.objects.filter(crew=crew, day=MONDAY)
    assert {each.driver_id for each in planned} == {each.pk for each in people}
    riders = CrewRider.objects.filter(crew=crew, day=MONDAY)
    assert sum(each.seats for each in riders) == sum(each.taken for each in planned) == 2


def test_the_worker_finds_the_tasks_of_all_parts_of_the_room():
    ours = [path.parent.name for path in Path(tasks.__file__).parent.glob("*/tasks.py")]

    assert {"crews", "standard"} <= set(ours)
    brought = {
        module.__name__.split(".")[-2] for module in vars(tasks).values() if isinstance(module, ModuleType)
    }
    assert set(ours) <= brought
