import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from placette.places import hours

FONSORBES = [
    ["lundi", "jeudi", [["08:30:00", "12:00:00"], ["13:30:00", "18:00:00"]]],
    ["vendredi", "vendredi", [["08:30:00", "12:00:00"], ["13:30:00", "17:30:00"]]],
]

days = st.sampled_from(hours.FRENCH_DAYS)
times = st.builds("{:02}:{:02}:00".format, st.integers(0, 23), st.integers(0, 59))
slots = st.lists(st.tuples(times, times).map(list), min_size=1, max_size=3)
published = st.lists(st.tuples(days, days, slots).map(list), max_size=7)
anything = st.recursive(
    st.none() | st.text(max_size=9) | st.integers(), lambda inner: st.lists(inner, max_size=4), max_leaves=12
)


def test_groups_the_days_that_open_alike():
    with translation.override("fr"):
        lines = hours.lines(FONSORBES)

    assert [(line.days, line.slots.replace("\xa0", " ")) for line in lines] == [
        ("du lundi au jeudi", "8 h 30 – 12 h, 13 h 30 – 18 h"),
        ("vendredi", "8 h 30 – 12 h, 13 h 30 – 17 h 30"),
    ]


def test_joins_days_that_the_directory_gives_apart():
    morning = [["09:00:00", "12:00:00"]]
    apart = [[day, day, morning] for day in ("lundi", "mardi", "mercredi", "vendredi")]

    with translation.override("fr"):
        assert [line.days for line in hours.lines(apart)] == ["du lundi au mercredi et vendredi"]


def test_goes_round_the_week():
    week = hours.week([["samedi", "lundi", [["10:00:00", "11:00:00"]]]])

    assert list(week) == [0, 5, 6]


@given(published)
def test_says_every_open_day_exactly_once(given_hours):
    with translation.override("fr"):
        week, lines = hours.week(given_hours), hours.lines(given_hours)

    assert len(set(week.values())) == len(lines)
    assert sum(_count(line.days) for line in lines) == len(week)
    assert {line.slots.count("–") for line in lines} == {len(slots) for slots in week.values()}


@given(anything)
def test_never_fails_on_what_it_does_not_understand(given_hours):
    assert isinstance(hours.lines(given_hours), list)
    assert isinstance(hours.schema(given_hours), list)


@pytest.mark.parametrize(
    "wrong", [[["lundi", "lundi", [["25:00:00", "26:00:00"]]]], [["", "", []]], {"a": 1}]
)
def test_leaves_out_impossible_hours(wrong):
    assert hours.lines(wrong) == []


def test_describes_each_slot_to_search_engines():
    first = hours.schema(FONSORBES)[0]

    assert first["dayOfWeek"] == "https://schema.org/Monday"
    assert (first["opens"], first["closes"]) == ("08:30", "12:00")


def _count(sentence: str) -> int:
    """Days that a sentence such as « du lundi au mercredi et vendredi » stands for."""
    total = 0
    for part in sentence.replace(" et ", ", ").split(", "):
        if part.startswith("du "):
            first, last = part.removeprefix("du ").split(" au ")
            total += hours.FRENCH_DAYS.index(last) - hours.FRENCH_DAYS.index(first) + 1
        else:
            total += 1
    return total
