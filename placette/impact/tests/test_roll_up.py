"""Days, months and sheets that are computed bit by bit are those that are computed of everything."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from placette.core.tests.racing import at_once
from placette.impact import actions
from placette.impact.arrivals import catch_up
from placette.impact.models import Arrival, Changed, Day, Event, Exchange, Month, RequestAsked, Sheet, Visit
from placette.impact.publication import publish, refresh
from placette.impact.roll_up import recompute, roll_up, sum_months
from placette.people.models import Membership
from placette.people.tests.factories import commune_of, person_of

from .test_ledger import commune, exchange

START = datetime(
    2026, 8, 30, 21, 0, tzinfo=UTC
)  # an hour before midnight at Paris, in the last days of a month
TODAY = date(2026, 11, 26)
NOW = datetime(2026, 11, 26, 10, tzinfo=UTC)
moments = st.integers(0, 90 * 24).map(lambda hours: START + timedelta(hours=hours))
pairs = st.tuples(st.integers(1, 9), st.integers(1, 9)).filter(lambda pair: pair[0] != pair[1])
codes = st.sampled_from(["31187", "31547", "97209"])
exchanges = st.tuples(
    st.just("exchange"), st.sampled_from(["loan", "help", "gift"]), codes, codes, moments, pairs
)
rides = st.tuples(st.just("ride"), codes, codes, moments, pairs)
requests = st.tuples(st.just("request"), codes, moments, st.none() | st.integers(1, 9), st.booleans())
marks = st.tuples(st.just("roll up"))
# Announced for a moment, to be moved, or taken back.
events = st.tuples(st.just("event"), codes, moments, st.integers(0, 5))
taken_back = st.tuples(st.just("taken back"), st.integers(0, 5))
answers = st.tuples(st.just("answer"), st.integers(0, 30), moments)


def facts():
    days = Day.objects.order_by("commune", "day", "series").values_list(
        "commune", "day", "series", "amount", "people"
    )
    months = Month.objects.order_by("commune", "month", "series")
    return list(days), list(months.values_list("commune", "month", "series", "amount", "people"))


def write(number, step):
    match step:
        case ("exchange", kind, code, other, at, people):
            actions.record_exchange(f"agreement:{number}", kind, code, other, at, 30, 250, people)
        case ("ride", code, other, at, people):
            actions.record_ride(f"booking:{number}", code, other, at, 18_000, 900, 2, 150, True, people)
        case ("request", code, at, by, answered):
            actions.record_request(f"listing:{number}", "help", code, at, by=by)
            if answered:
                actions.record_first_answer(f"listing:{number}", at + timedelta(hours=2))
        case ("answer", which, at):
            actions.record_first_answer(f"listing:{which}", at)
        case ("event", code, at, which):
            actions.record_event(f"announcement:{which}", code, at)
        case ("taken back", which):
            actions.forget_event(f"announcement:{which}")
        case ("roll up",):
            roll_up()
            sum_months(["31187", "31547", "97209"], TODAY)


class AnyLedger(TestCase):
    @settings(max_examples=12, deadline=None)
    @given(st.lists(exchanges | rides | requests | answers | events | taken_back | marks, max_size=30))
    def test_bit_by_bit_is_the_same_as_at_once(self, steps):
        for code in ("31187", "31547", "97209"):
            commune(code, code)
        for number, step in enumerate(steps):
            write(number, step)
        write(0, ("roll up",))
        bit_by_bit = facts()

        recompute()
        sum_months(["31187", "31547", "97209"], TODAY)

        assert facts() == bit_by_bit
        assert not Changed.objects.exists()
        _agrees_with_the_ledger()


def _agrees_with_the_ledger():
    """Counted once more, in Python, line by line."""
    days = {(day.commune, day.series): 0 for day in Day.objects.all()}
    for day in Day.objects.all():
        days[day.commune, day.series] += day.amount
    for code in ("31187", "31547", "97209"):
        here = [each for each in Exchange.objects.all() if code in {each.commune_id, each.other_commune_id}]
        for kind in ("loan", "help", "gift", "ride"):
            of_kind = [each for each in here if each.kind == kind]
            assert days.get((code, kind), 0) == len(of_kind)
            assert days.get((code, f"{kind}.cents"), 0) == sum(each.euros_saved_cents for each in of_kind)
        asked = RequestAsked.objects.filter(commune=code)
        assert days.get((code, "answered"), 0) == asked.filter(first_answer_at__isnull=False).count()
        assert days.get((code, "events"), 0) == Event.objects.filter(commune=code).count()
        assert days.get((code, "unanswered"), 0) == asked.filter(first_answer_at=None).count()


@pytest.mark.django_db
def test_a_day_is_one_of_the_clocks_of_its_commune():
    commune("97209", "Fort-de-France")
    at = datetime(
        2026, 11, 1, 2, 30, tzinfo=UTC
    )  # 3.30 at Paris; still the evening of October 31st at Fort-de-France
    exchange("agreement:1", other_commune_code="97209", done_at=at)

    roll_up()

    days = dict(Day.objects.filter(series="loan").values_list("commune", "day"))
    assert days == {"31187": date(2026, 11, 1), "97209": date(2026, 10, 31)}


@pytest.mark.django_db
def test_people_are_counted_once_over_days_kinds_and_months():
    for number, kind in enumerate(("loan", "gift", "help")):
        for month in (9, 10):
            exchange(
                f"agreement:{number}:{month}",
                kind=kind,
                people=(1, 2 + number),
                done_at=datetime(2026, month, 3, tzinfo=UTC),
            )
    roll_up()
    sum_months(["31187"], TODAY)

    of = {(each.month.month, each.series): each for each in Month.objects.all()}
    assert (of[9, "things"].amount, len(of[9, "things"].people)) == (2, 3)
    assert (of[9, "reached"].amount, len(of[9, "reached"].people)) == (3, 4)
    assert len(of[9, "ties"].people) == 3
    assert of[9, "things"].people == of[10, "things"].people


@pytest.mark.django_db
def test_a_late_entry_changes_its_month_and_its_sheet():
    for number in range(5):
        exchange(f"agreement:{number}", people=(1, 2 + number), done_at=datetime(2026, 9, 3, tzinfo=UTC))
    refresh(NOW)
    exchange("agreement:late", people=(1, 9), done_at=datetime(2026, 9, 30, 12, tzinfo=UTC))
    refresh(NOW)

    sheet = Sheet.objects.get(span="month", starts_on=date(2026, 9, 1))
    assert sheet.figures["cells"]["things"] == [6, 1]
    assert sheet.figures["cells"]["things.cents"] == [3000, 1]
    assert Sheet.objects.get(span="quarter", starts_on=date(2026, 7, 1)).figures["reached"] == 5


@pytest.mark.django_db
def test_what_is_about_four_people_is_in_no_sheet():
    for number in range(3):
        exchange(f"agreement:{number}", people=(1, 2 + number), done_at=datetime(2026, 9, 3, tzinfo=UTC))
    refresh(NOW)

    assert all("cells" not in each.figures and "reached" not in each.figures for each in Sheet.objects.all())


@pytest.mark.django_db
def test_who_joins_is_verified_comes_and_leaves_is_written_once():
    people = [person_of(f"Voisin{number}", last_seen_on=date.today()) for number in range(5)]  # noqa: DTZ011
    person_of("Rose", verified=False)

    catch_up()
    catch_up()
    assert {step: Arrival.objects.filter(step=step).count() for step in Arrival.Step} == {
        "joined": 6, "verified": 5, "left": 0,
    }  # fmt: skip
    assert Visit.objects.count() == 5

    people[0].memberships.all().delete()
    catch_up()
    catch_up()
    left = Arrival.objects.get(step="left")
    assert Arrival.objects.get(step="joined", source=left.source).person == left.person


@pytest.mark.django_db
def test_who_works_in_a_commune_is_no_household_of_it():
    commune_of("31499")
    Membership.objects.create(person=person_of("Karim"), commune=commune_of("31499"), purpose="work")

    catch_up()

    assert set(Arrival.objects.values_list("commune", flat=True)) == {"31187"}


@pytest.mark.django_db
def test_publishing_two_hundred_communes_takes_as_many_queries_as_one(django_assert_max_num_queries):
    for number in range(6):
        exchange(f"agreement:{number}", people=(1, 2 + number))
    roll_up()
    codes = [commune_of(f"{number:05}").pk for number in range(1, 31)]
    with django_assert_max_num_queries(15):
        publish(["31187", *codes], TODAY)


@pytest.mark.django_db(transaction=True)
def test_roll_ups_and_entries_at_once_lose_nothing_and_count_nothing_twice():
    commune()

    def one(number):
        if number % 4 == 0:
            roll_up()
        else:
            exchange(f"agreement:{number // 2}", people=(1, 2 + number % 7))

    at_once(one, range(60))
    roll_up()

    assert Day.objects.get(series="loan").amount == Exchange.objects.count()
    assert not Changed.objects.exists()
