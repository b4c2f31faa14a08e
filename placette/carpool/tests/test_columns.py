"""Searching in columns finds what searching by the index finds, whatever happened to the ways in between."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from placette.carpool.actions.seats import Full, Taken, claim
from placette.carpool.models import Pause, Trip, Way
from placette.carpool.queries import column_table, columns, matching
from placette.carpool.queries.column_table import ColumnTable
from placette.carpool.queries.wish import Wish
from placette.people.audience import Audience
from placette.people.tests.factories import commune_of, person_of, standing, touching

from .factories import FONSORBES, MONDAY, PLAISANCE, TOULOUSE, way_of
from .test_matching import points_around, wish

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def fresh_tables(monkeypatch):
    monkeypatch.setattr(columns, "_tables", {role: ColumnTable(role) for role in ("driver", "passenger")})


def agree(asked: Wish, reader=None, most: int = 1_000) -> list:
    for search in ("drivers", "passengers"):
        by_index = getattr(matching, search)(asked, reader, most)
        in_columns = getattr(columns, search)(asked, reader, most)
        assert in_columns == by_index
    return columns.drivers(asked, reader, most)


@settings(max_examples=15, deadline=None)
@given(data=st.data())
def test_columns_and_index_agree(data):
    draw = data.draw
    touching("31187", "31499")
    commune_of("31555")
    commune_of("75056", community="200054781")
    reader = person_of("Léa", lives_in=draw(st.sampled_from([None, "31187", "31499", "75056"])))
    author = person_of(
        lives_in=draw(st.sampled_from(["31187", "31499", "31555"])), is_active=draw(st.booleans())
    )
    ways = []
    for n in range(draw(st.integers(0, 4))):
        a, b, p, q = draw(points_around())
        role = draw(st.sampled_from(Trip.Role.values))
        when = draw(
            st.sampled_from(
                [{"on": MONDAY}, {"on": MONDAY + timedelta(days=1)}, {"weekdays": 31}, {"weekdays": 1}]
            )
        )
        way = way_of(
            reader if n == 3 and reader.memberships.exists() else author, a, b, role=role, seats=draw(st.integers(1, 4)),
            clock=draw(st.integers(0, 86_399)), flexibility=draw(st.integers(0, 10_800)),
            audience=draw(st.sampled_from(Audience.values)), **when,
        )  # fmt: skip
        ways.append((way, p, q))
    asked = [
        Wish(p, q, MONDAY, draw(st.integers(0, 86_399)), draw(st.integers(0, 43_200)), draw(st.integers(1, 3)), reach)
        for _, p, q in ways
        for reach in (60_000.0, 200_000.0)
    ]  # fmt: skip
    for each in asked:
        agree(each)
    for way, _, _ in ways:
        _change(way, draw(st.sampled_from(["leave", "close", "pause", "move", "fill", "delete", "trip"])))

    for each in asked:
        for who in (None, standing(reader), standing(author)):
            agree(each, who)
            agree(each, who, most=1)


def _change(way: Way, how: str) -> None:
    if how == "close":
        Way.objects.filter(pk=way.pk).update(is_open=False)
    elif how == "pause":
        Pause.objects.create(way=way, day=MONDAY)
    elif how == "move":
        Way.objects.filter(pk=way.pk).update(end_latitude=way.start_latitude + 0.01, clock=0, commune="31499")
    elif how == "fill":
        try:
            claim(way, MONDAY, Taken("booking:1", 5_000, 10_000, 2))
        except Full:
            claim(way, MONDAY, Taken("booking:1", 5_000, 10_000))
    elif how == "delete":
        way.delete()
    elif how == "trip":
        Trip.objects.filter(pk=way.trip_id).update(state=Trip.State.CLOSED)


def test_what_is_new_is_found_and_what_is_gone_is_not():
    assert agree(wish()) == []

    drive = way_of(person_of())
    assert [each.way for each in agree(wish())] == [drive.pk]

    Way.objects.update(is_open=False)
    assert agree(wish()) == []

    Way.objects.update(is_open=True)
    assert [each.way for each in agree(wish())] == [drive.pk]

    drive.delete()
    assert agree(wish()) == []


def test_one_question_where_no_way_has_changed(django_assert_num_queries):
    drive = way_of(person_of(), weekdays=31)
    agree(wish())
    for table in columns._tables.values():
        table._since = 2**60  # no transaction is as late

    with django_assert_num_queries(1):
        assert [each.way for each in columns.drivers(wish(), None, 10)] == [drive.pk]
    with django_assert_num_queries(1):
        assert columns.passengers(wish(reach=60_000.0), None, 10) == []

    Pause.objects.create(way=drive, day=MONDAY)
    assert columns.drivers(wish(), None, 10) == []


def test_all_are_sorted_anew_when_many_are_new(monkeypatch):
    monkeypatch.setattr(column_table, "TAIL", 3)
    table = columns._tables["driver"]
    table.fresh()

    drives = [way_of(person_of(), seats=1 + n % 3) for n in range(6)]
    agree(wish(seats=2))
    assert len(table.fresh().tail["way"]) == 0

    drives[0].clock = 9 * 3600
    drives[0].save()
    assert [each.way for each in agree(wish(clock=9 * 3600, flexibility=600))] == [drives[0].pk]


def test_the_best_are_asked_about_until_there_are_enough(monkeypatch):
    monkeypatch.setattr(columns, "ASKED_AT_ONCE", 2)
    driver = person_of()
    for _ in range(5):
        Pause.objects.create(way=way_of(driver, weekdays=31), day=MONDAY)
    later = [way_of(driver, PLAISANCE, TOULOUSE).pk for _ in range(3)]

    asked = wish(FONSORBES, TOULOUSE, day=date(2026, 12, 1))
    assert len(agree(asked)) == 5
    assert [each.way for each in agree(wish(), most=2)] == later[:2]


def test_the_setting_chooses(settings):
    drive = way_of(person_of())
    settings.CONFIGURATION = settings.CONFIGURATION.model_copy(update={"carpool_in_memory": True})

    assert [each.way for each in matching.drivers(wish())] == [drive.pk]
    assert columns._tables["driver"]._ways is not None
    assert matching.passengers(wish(reach=60_000.0)) == []
