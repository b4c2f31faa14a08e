"""A crew from its founding to its last ride, as browsers ask for it."""

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from types import ModuleType

import pytest
import time_machine
from django.db import IntegrityError, connection, transaction
from django.db.models import F

from placette.carpool import tasks
from placette.carpool.actions.bookings import Refusal
from placette.carpool.crews import invitations
from placette.carpool.crews.actions import members, turns
from placette.carpool.crews.actions.planning import balances
from placette.carpool.crews.plan import TURN
from placette.carpool.crews.slots import slot
from placette.carpool.crews.tasks import plan_ahead, remind
from placette.carpool.models import Crew, CrewMember, CrewRider, CrewTurn
from placette.carpool.queries import carpooled_days, totals
from placette.conversations.models import Message, Participant
from placette.impact.models import Exchange
from placette.notices.models import Notice
from placette.people.models import Person
from placette.people.tests.factories import person_of

from .factories import crew_of, member

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 26, 8, 0, tzinfo=UTC)  # a Thursday, after school has begun
FRIDAY, MONDAY = date(2026, 11, 27), date(2026, 11, 30)


@pytest.fixture(autouse=True)
def _thursday_morning():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def jeanne() -> Person:
    return person_of("Jeanne")


@pytest.fixture
def karim() -> Person:
    return person_of("Karim")


@pytest.fixture
def crew(jeanne, karim) -> Crew:
    return crew_of(jeanne, karim, now=NOW)


def drivers(crew: Crew) -> list[tuple[int, str]]:
    planned = CrewTurn.objects.filter(crew=crew).select_related("driver__person")
    return [(each.day.day, each.driver.person.first_name) for each in planned]


def tap(client, crew: Crew, act: str, day: date = MONDAY, **typed):
    return client.post(
        f"/equipages/{crew.pk}/tour/",
        {"act": act, "day": day.isoformat(), "direction": "out"} | typed,
        follow=True,
    )


def test_formed_joined_by_a_link_planned_and_shown(client, jeanne, karim):
    client.force_login(jeanne)
    formed = client.post(
        "/equipages/nouveau/",
        {
            "kind": "school", "name": "Les écoliers", "place_name": "École de la Cité", "km": "2,4",
            "weekdays": ["0", "1", "3", "4"], "out_clock": "08:20", "back_clock": "", "needs": "2", "seats": "4",
            "rests": "on",
        },
        follow=True,
    )  # fmt: skip
    crew = Crew.objects.get()
    assert (crew.road, crew.weekdays, crew.rests_with_zone, crew.back_clock) == (2400, 0b11011, "C", None)
    link = re.search(r"/equipages/invitation/[\w:=-]+/", formed.content.decode())
    assert link
    assert CrewTurn.objects.count() == 0

    client.force_login(karim)
    assert "Jeanne M. vous invite" in client.get(link[0]).content.decode()
    client.post(link[0], {"needs": "1", "seats": "3", "out_days": ["0", "1", "3", "4"]})

    page = client.get(f"/equipages/{crew.pk}/").content.decode()
    assert "Cette semaine" in page
    assert "Chacun sa part" in page
    assert Participant.objects.filter(conversation=crew.conversation).count() == 2
    assert Notice.objects.get(person=jeanne).facts["step"] == "joined"
    # Two children to one: Jeanne drives twice as often.
    assert drivers(crew) == [(27, "Jeanne"), (30, "Karim"), (1, "Jeanne"), (3, "Jeanne"), (4, "Karim")]


def test_an_invited_neighbour_accepts_or_not(client, jeanne, karim):
    crew = crew_of(jeanne, now=NOW)
    client.force_login(jeanne)
    page = client.get(f"/equipages/{crew.pk}/", {"voisin": "kar"}).content.decode()
    assert f'value="{karim.pk}"' in page
    client.post(f"/equipages/{crew.pk}/inviter/", {"person": karim.pk})
    client.post(f"/equipages/{crew.pk}/inviter/", {"person": karim.pk})
    assert Notice.objects.filter(person=karim, kind="crew").count() == 1

    client.force_login(karim)
    assert "vous invite" in client.get("/equipages/").content.decode()
    assert client.get(f"/equipages/{crew.pk}/")["Location"] == "/equipages/"
    client.post(f"/equipages/{crew.pk}/quitter/")
    assert "vous invite" not in client.get("/equipages/").content.decode()
    assert client.get(f"/equipages/{crew.pk}/rejoindre/").status_code == 404


def test_strangers_see_nothing_and_old_links_neither(client, crew, jeanne):
    link = invitations.address_of(member(crew, jeanne)).partition("/equipages")[2]
    client.force_login(person_of("Odile"))
    assert client.get(f"/equipages/{crew.pk}/").status_code == 404
    assert tap(client, crew, "take").status_code == 404
    assert client.get("/equipages/invitation/x/").status_code == 404
    assert client.get(f"/equipages{link}").status_code == 200

    with time_machine.travel(NOW + timedelta(days=8)):
        expired = client.get(f"/equipages{link}")
    assert "Un lien dure une semaine" in expired.content.decode()
    members.leave(member(crew, jeanne), NOW)
    assert client.get(f"/equipages{link}").status_code == 404


def test_who_is_not_verified_any_more_changes_nothing(client, crew):
    newcomer = person_of("Rose", verified=False)
    CrewMember.objects.create(crew=crew, person=newcomer, joined_at=NOW, seats=4)
    client.force_login(newcomer)

    assert tap(client, crew, "take").status_code == 403
    assert not CrewTurn.objects.filter(driver__person=newcomer).exists()


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


def test_leaving_gives_the_turns_to_the_others_and_the_last_one_ends_it(client, crew, jeanne, karim):
    client.force_login(karim)
    client.post(f"/equipages/{crew.pk}/quitter/")
    assert drivers(crew) == []
    assert not Participant.objects.filter(person=karim).exists()
    assert client.get(f"/equipages/{crew.pk}/").status_code == 404

    client.force_login(jeanne)
    client.post(f"/equipages/{crew.pk}/quitter/")
    crew.refresh_from_db()
    assert crew.ended_at == NOW


def test_it_rests_on_holidays(jeanne, karim):
    with time_machine.travel("2026-12-15T08:00:00+00:00", tick=False):
        crew = crew_of(jeanne, karim, now=datetime(2026, 12, 15, 8, 0, tzinfo=UTC), rests_with_zone="C")

    assert {each.day for each in CrewTurn.objects.filter(crew=crew)} == {
        date(2026, 12, 17),
        date(2026, 12, 18),
    }


def test_a_crew_larger_than_a_car_takes_two(jeanne, karim):
    crew = crew_of(jeanne, karim, person_of("Léa"), person_of("Paul"), person_of("Rose"), now=NOW, seats=3)

    on_monday = CrewTurn.objects.filter(crew=crew, day=MONDAY)
    assert [each.car for each in on_monday] == [1, 2]
    assert sum(each.taken for each in on_monday) == 5
    with pytest.raises(IntegrityError, match="nobody_rides_without_a_seat"), transaction.atomic():
        on_monday.filter(car=1).update(taken=F("seats") + 1)


def test_co_workers_come_on_days_of_their_own(client, jeanne, karim):
    crew = crew_of(
        jeanne, karim, person_of("Léa"), now=NOW, kind="work", weekdays=0b11111, back_clock=17 * 3600, seats=3
    )
    client.force_login(karim)
    client.post(
        f"/equipages/{crew.pk}/mes-jours/", {"seats": "2", "out_days": ["0", "1"], "back_days": ["0"]}
    )

    his = CrewRider.objects.filter(member__person=karim, day__gte=MONDAY)
    assert {(each.day.weekday(), each.direction) for each in his} == {(0, "out"), (1, "out"), (0, "back")}
    assert CrewTurn.objects.filter(day=MONDAY, direction="out").count() == 1
    on_board = CrewTurn.objects.get(day=MONDAY, direction="out")
    assert on_board.taken == 2  # the driver needs no other seat


def test_the_page_asks_few_queries(client, jeanne, karim, django_assert_max_num_queries):
    crew = crew_of(jeanne, karim, *(person_of(f"Voisin{n}") for n in range(6)), now=NOW, back_clock=16 * 3600)
    client.force_login(jeanne)
    client.get(f"/equipages/{crew.pk}/")

    with django_assert_max_num_queries(16):
        page = client.get(f"/equipages/{crew.pk}/")
    assert page.status_code == 200


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

    def take(each: CrewMember) -> None:
        try:
            turns.take(each, which, NOW)
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as taps:
        list(taps.map(take, people))

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
