from datetime import UTC, datetime, timedelta

import pytest

from placette.core.tests.racing import at_once
from placette.impact import actions
from placette.impact.models import Exchange, Key, RequestAsked
from placette.places.models import Commune

ASKED = datetime(2026, 11, 2, 18, 0, tzinfo=UTC)


def commune(code="31187", name="Fonsorbes"):
    return Commune.objects.get_or_create(
        code=code,
        defaults={"name": name, "of_name": f"de {name}", "slug": name.lower(), "department_code": code[:2]},
    )[0]


def exchange(source, people=(1, 2), **facts):
    defaults = {
        "kind": "loan",
        "commune_code": commune().code,
        "other_commune_code": commune().code,
        "done_at": ASKED,
        "minutes": 0,
        "euros_saved_cents": 500,
    }
    actions.record_exchange(source, people=people, **{**defaults, **facts})


@pytest.mark.django_db
def test_an_exchange_is_written_once_whatever_is_retried():
    exchange("agreement:1")
    exchange("agreement:1", minutes=90, people=(3, 4))

    written = Exchange.objects.get()
    assert (written.minutes, written.euros_saved_cents) == (0, 500)


@pytest.mark.django_db
def test_a_tie_is_the_same_both_ways_and_differs_for_other_people():
    exchange("agreement:1", people=(7, 12))
    exchange("agreement:2", people=(12, 7))
    exchange("agreement:3", people=(71, 2))

    first, second, third = (bytes(each.tie) for each in Exchange.objects.order_by("source"))
    assert first == second != third
    assert len(first) == 16


@pytest.mark.django_db
def test_only_the_first_answer_counts_and_never_before_the_request():
    actions.record_request("listing:1", "loan", commune().code, ASKED, by=1)
    actions.record_request("listing:2", "loan", commune().code, ASKED, by=1)

    actions.record_first_answer("listing:1", ASKED + timedelta(minutes=20))
    actions.record_first_answer("listing:1", ASKED + timedelta(minutes=5))
    actions.record_first_answer("listing:2", ASKED - timedelta(seconds=1))
    actions.record_first_answer("listing:404", ASKED)

    answered = RequestAsked.objects.order_by("source").values_list("first_answer_at", flat=True)
    assert list(answered) == [ASKED + timedelta(minutes=20), ASKED]


@pytest.mark.django_db(transaction=True)
def test_twenty_first_entries_at_once_make_one_key_and_one_tie():
    commune()

    at_once(lambda number: exchange(f"agreement:{number % 10}"), range(20), threads=20)

    assert Key.objects.count() == 1
    assert Exchange.objects.count() == 10
    assert len({bytes(each.tie) for each in Exchange.objects.all()}) == 1
