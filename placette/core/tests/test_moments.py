"""Moments as people say them, in both languages, around midnight and in the nights when the clocks jump."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.template import Context, Template
from django.utils import timezone, translation

from placette.core.moments import date_in_words, day_in_words, hour_in_words, in_words, span_in_words

AUTUMN = datetime(2026, 10, 1, 10, tzinfo=UTC)
NOW = datetime(2026, 11, 25, 22, 30, tzinfo=UTC)  # half past eleven at night in Paris


def plain(words: str) -> str:
    return words.replace("\xa0", " ")


def shown(expression: str, **facts: object) -> str:
    with time_machine.travel(NOW, tick=False):
        return plain(Template(f"{{% load tz %}}{{{{ {expression} }}}}").render(Context(facts)))


@pytest.mark.parametrize(
    ("at", "french", "english"),
    [
        ("2026-11-25T18:56", "19 h 56", "7:56 p.m."),
        ("2026-11-24T23:00", "0 h", "midnight"),  # the first instant of the 25th in Paris
        ("2026-11-24T22:59", "hier à 23 h 59", "yesterday at 11:59 p.m."),
        ("2026-11-23T22:59", "23 nov. à 23 h 59", "23 Nov. at 11:59 p.m."),
        ("2026-11-25T23:00", "26 nov. à 0 h", "26 Nov. at midnight"),
        ("2026-11-28T09:00", "28 nov. à 10 h", "28 Nov. at 10 a.m."),
        ("2026-11-01T09:00", "1er nov. à 10 h", "1 Nov. at 10 a.m."),
        ("2025-11-25T18:56", "25 nov. 2025 à 19 h 56", "25 Nov. 2025 at 7:56 p.m."),
    ],
)
def test_a_moment_is_said_shortly_and_its_day_begins_at_midnight_in_paris(at, french, english):
    at = datetime.fromisoformat(at).replace(tzinfo=UTC)

    with translation.override("en"):
        said = shown("at|moment", at=at)

    assert shown("at|moment", at=at) == french
    assert said == english


@pytest.mark.parametrize(
    ("at", "french", "english"),
    [
        ("2026-11-25T18:56", "aujourd’hui à 19 h 56", "today at 7:56 p.m."),
        ("2026-11-24T18:00", "hier à 19 h", "yesterday at 7 p.m."),
        ("2026-11-28T09:00", "samedi 28 novembre à 10 h", "Saturday 28 November at 10 a.m."),
        ("2027-01-01T09:00", "vendredi 1er janvier 2027 à 10 h", "Friday 1 January 2027 at 10 a.m."),
    ],
)
def test_a_moment_is_said_at_length(at, french, english):
    at = datetime.fromisoformat(at).replace(tzinfo=UTC)

    with translation.override("en"):
        said = shown("at|moment_long", at=at)

    assert shown("at|moment_long", at=at) == french
    assert said == english


def test_a_moment_goes_by_the_clocks_that_the_template_has_set():
    noumea = ZoneInfo("Pacific/Noumea")  # where the 26th has begun

    said = shown("at|timezone:zone|moment", at=datetime(2026, 11, 25, 20, tzinfo=UTC), zone=noumea)

    assert said == "7 h"
    assert timezone.get_current_timezone_name() == "Europe/Paris"


@pytest.mark.parametrize(
    ("language", "said"), [("fr", ["9\xa0h\xa030", "9\xa0h"]), ("en", ["9:30\xa0a.m.", "9\xa0a.m."])]
)
def test_an_hour_does_not_break_at_the_end_of_a_line(language, said):
    with translation.override(language):
        assert [hour_in_words(time(9, minute)) for minute in (30, 0)] == said


def test_no_moment_shows_as_nothing():
    assert shown("at|moment", at=None) == shown("at|moment_long", at=None) == ""


def test_the_day_of_notices_is_said_with_our_apostrophe():
    assert shown("on|day|capfirst", on=date(2026, 11, 25)) == "Aujourd’hui"
    assert shown("on|day|capfirst", on=date(2026, 11, 24)) == "Hier"
    assert shown("on|day", on=date(2026, 11, 23)) == "lundi 23 novembre"


def test_a_date_is_said_the_same_whenever_it_is_read():
    today = date(2026, 11, 27)

    assert day_in_words(date(2026, 11, 28), today) == "demain"
    assert date_in_words(date(2026, 11, 28), today) == "samedi 28 novembre"


def test_an_hour_that_comes_twice_in_autumn_says_which_one_it_is():
    first = datetime(2026, 10, 25, 0, 30, tzinfo=UTC)

    assert plain(in_words(first, AUTUMN)) == "dimanche 25 octobre à 2 h 30 (heure d’été)"
    later = plain(in_words(first + timedelta(hours=1), AUTUMN))
    assert later == "dimanche 25 octobre à 2 h 30 (heure d’hiver)"


def test_a_span_through_the_night_of_the_change_says_both_ends():
    start, end = datetime(2026, 10, 24, 23, 0, tzinfo=UTC), datetime(2026, 10, 25, 2, 0, tzinfo=UTC)

    said = plain(span_in_words(start, end, AUTUMN))

    assert said == "du dimanche 25 octobre à 1 h au dimanche 25 octobre à 3 h"


def test_a_span_from_today_to_another_day_names_both_dates():
    said = plain(span_in_words(NOW, NOW + timedelta(days=1), NOW))

    assert said == "du mercredi 25 novembre à 23 h 30 au jeudi 26 novembre à 23 h 30"
