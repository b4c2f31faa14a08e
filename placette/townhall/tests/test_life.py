"""A whole life of a space, with the worker away at each date and back later."""

import io
import zipfile
from datetime import date, datetime, timedelta

import pytest
import time_machine
from django.db import connection
from django.utils import timezone

from placette.core.tests.racing import at_once
from placette.notices.models import Notice
from placette.people.models import ActivationCode, Role
from placette.people.tests.factories import commune_of, officer_of, person_of
from placette.places import actions
from placette.places.clock import PARIS
from placette.places.models import Space
from placette.townhall import life, tasks
from placette.townhall.actions import contracts, exports
from placette.townhall.models import Contract, Export
from placette.trust.models import Line

pytestmark = pytest.mark.django_db


@pytest.fixture
def operator():
    return person_of("Camille", "Rey", lives_in=None, is_operator=True)


def at(day: str, hour: int = 10):
    return time_machine.travel(datetime.fromisoformat(day).replace(hour=hour, tzinfo=PARIS), tick=False)


def works() -> None:
    """What the worker does in its hour, with the exports that it is asked for."""
    tasks.live_on(0)
    for asked in Export.objects.filter(made_at=None):
        tasks.make_export(asked.pk)
    tasks.live_on(0)


def told() -> list[tuple[str, str | None, str | None]]:
    lines = Line.objects.filter(verb__startswith="space.").order_by("pk")
    return [(each.verb[6:], each.facts.get("on"), each.facts.get("until")) for each in lines]


def opened(day: str):
    with at(day):
        commune = commune_of(open=False)
        actions.open_space(commune)
        return commune, officer_of()


def test_from_trial_to_contract_to_renewal_to_grace_to_closed(operator):
    commune, officer = opened("2026-11-26")
    with at("2026-12-10"):
        first = contracts.accept(contracts.quote(commune, officer).pk, commune, officer)
        contracts.sign(first.pk, operator)
    with at("2028-01-15"):  # the worker was away for a year; the contract runs on
        works()
        second = contracts.accept(contracts.quote(commune, officer).pk, commune, officer)
        contracts.sign(second.pk, operator)
        told_of = Notice.objects.filter(
            kind="space_state", facts__state="contract", person__in=[officer, operator]
        )
        signed = sorted(told_of.values_list("person", "facts__ends"))
    # It is away at the end of the contract, and at the end of the grace.
    with at("2029-03-20"):
        works()
    with at("2029-06-01"):
        works()
        works()

    assert (first.starts_on, first.ends_on) == (date(2027, 2, 27), date(2028, 2, 26))
    assert (second.starts_on, second.ends_on) == (date(2028, 2, 27), date(2029, 2, 26))
    both = [(who.pk, until) for who in (officer, operator) for until in ("2028-02-26", "2029-02-26")]
    assert signed == sorted(both)
    assert told() == [
        ("contract", "2026-12-10", "2028-02-26"),
        ("renewed", "2028-01-15", "2029-02-26"),
        ("grace", "2029-02-27", "2029-04-27"),
        ("closed", "2029-04-28", None),
        ("erased", "2029-06-01", None),
    ]
    space = Space.objects.get()
    assert (space.state, space.closed_at) == ("closed", datetime(2029, 4, 28, tzinfo=PARIS))
    assert not Role.objects.filter(person=officer, until=None).exists()
    assert Export.objects.count() == 1


@pytest.mark.parametrize(
    ("back", "state", "entered"),
    [
        ("2027-02-26", "trial", []),  # its last day
        ("2027-02-27", "grace", ["grace"]),
        ("2027-04-27", "grace", ["grace"]),
        ("2027-04-28", "closed", ["grace", "closed"]),
        ("2028-01-01", "closed", ["grace", "closed"]),
    ],
)
def test_whenever_the_worker_comes_back_the_sequence_and_the_dates_are_right(back, state, entered):
    opened("2026-11-26")

    with at(back, hour=0):
        assert life.pass_on("31187", timezone.localdate()) == entered
        assert life.pass_on("31187", timezone.localdate()) == []

    space = Space.objects.get()
    assert space.state == state
    assert (
        told()
        == [
            ("grace", "2027-02-27", "2027-04-27"),
            ("closed", "2027-04-28", None),
        ][: len(entered)]
    )


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_move_it_once():
    opened("2026-11-26")

    moved = at_once(lambda _: list(life.pass_on("31187", date(2027, 3, 1))), range(2))

    assert sorted(moved) == [[], ["grace"]]
    assert [verb for verb, _, _ in told()] == ["grace"]


def test_reminders_come_at_thirty_seven_and_one_day_each_once(operator):
    _commune, officer = opened("2026-11-26")
    day, sent = date(2026, 11, 26), []

    while day < date(2027, 3, 10):
        sent.append((day, life.remind("31187", day)))
        assert life.remind("31187", day) is None
        day += timedelta(days=1)

    assert [each for each in sent if each[1]] == [
        (date(2027, 1, 27), 30),
        (date(2027, 2, 19), 7),
        (date(2027, 2, 25), 1),
    ]
    for person in (officer, operator):
        assert Notice.objects.filter(person=person, kind="space_ends").count() == 3


def test_after_an_outage_only_the_nearest_reminder_is_sent_and_none_of_what_is_past():
    opened("2026-11-26")

    assert life.remind("31187", date(2027, 2, 21)) == 7  # 30 was missed: told once, of what is left
    assert life.remind("31187", date(2027, 2, 21)) is None
    assert life.remind("31187", date(2027, 2, 27)) is None
    assert Notice.objects.get(kind="space_ends").facts["left"] == 5


def test_grace_may_still_be_turned_into_a_contract(operator):
    commune, officer = opened("2026-11-26")
    with at("2027-03-15"):
        works()
        assert Space.objects.get().is_read_only
        contract = contracts.accept(contracts.quote(commune, officer).pk, commune, officer)
        contracts.sign(contract.pk, operator)
        contracts.sign(contract.pk, operator)

    assert (Space.objects.get().state, contract.starts_on) == ("contract", date(2027, 3, 15))
    assert Line.objects.filter(verb="contract.signed").count() == 1


def test_who_leaves_in_mid_contract_may_come_back(operator):
    commune, officer = opened("2026-11-26")
    with at("2026-12-10"):
        first = contracts.accept(contracts.quote(commune, officer).pk, commune, officer)
        contracts.sign(first.pk, operator)
    with at("2027-06-01"):
        life.leave("31187", officer, "Le conseil a dit non.")
        back = contracts.accept(contracts.quote(commune, officer).pk, commune, officer)
        contracts.sign(back.pk, operator)

    first.refresh_from_db()
    assert (first.ends_on, back.starts_on) == (date(2027, 6, 1), date(2027, 6, 2))
    assert Space.objects.get().state == "contract"


def test_what_was_ordered_and_not_signed_goes_with_who_leaves():
    commune, officer = opened("2026-11-26")
    contracts.accept(contracts.quote(commune, officer).pk, commune, officer)

    life.leave("31187", officer, "Le conseil a dit non.")

    assert not Contract.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_two_officers_at_once_make_one_contract_and_the_other_reads_who_it_was():
    commune, first = opened("2026-11-26")
    second = officer_of()
    pk = contracts.quote(commune, first).pk

    said = at_once(
        lambda who: contracts.accept(pk, commune, who), (first, second), refusals=contracts.Refusal
    )

    assert Contract.objects.count() == 1
    (refused,) = [each for each in said if isinstance(each, contracts.Refusal)]
    assert "Sandrine Pagès l’a déjà accepté" in str(refused)


def test_a_quote_keeps_its_price_when_the_grid_changes(operator):
    from placette.townhall.pricing import Price

    commune, officer = opened("2026-11-26")
    with at("2026-12-01"):
        quote = contracts.quote(commune, officer)
        contracts.write_grid(date(2026, 12, 1), [Price(None, 999_900)], operator)
        contract = contracts.accept(quote.pk, commune, officer)

        assert contract.quote.yearly_cents == 432_000
        assert contracts.quote(commune, officer).yearly_cents == 999_900


def test_what_is_closed_is_exported_first_then_erased(operator, settings):
    commune, officer = opened("2026-11-26")
    ActivationCode.objects.create(commune=commune, code_hash="x", expires_at=timezone.now())
    with at("2027-04-28"):
        tasks.live_on(0)
        tasks.live_on(0)
        assert ActivationCode.objects.exists(), "nothing is erased before its export is made"
        works()
        works()

        made = Export.objects.get()
        found = exports.of(exports.token(made))
        assert found == made
        with exports.default_storage.open(made.file) as file:
            packed = zipfile.ZipFile(io.BytesIO(file.read()))
        assert not ActivationCode.objects.exists()
        assert Notice.objects.filter(person=officer, kind="export_ready").count() == 1
    with at("2027-06-30"):
        assert exports.of(exports.token(made)) is None
        assert exports.forget_old() == 1

    names = set(packed.namelist())
    assert {"LISEZ-MOI.txt", "commune.csv", "commune.json", "journal.csv", "contrats.json"} <= names
    assert "sont chez eux" in packed.read("LISEZ-MOI.txt").decode()
    assert "Sandrine" not in "".join(
        packed.read(name).decode() for name in names if not name.endswith("webp")
    )
    assert made.size > 0


def test_an_export_whose_job_was_given_up_is_tried_again_and_a_lost_picture_keeps_nothing_back(settings):
    commune, officer = opened("2026-11-26")
    Space.objects.update(crest="crests/gone.webp")
    with at("2026-11-27", 9):
        asked = exports.ask(commune, officer)
        assert exports.ask(commune, officer) == asked
        assert waiting_jobs() == 1
    with at("2026-11-27", 12):
        assert exports.ask(commune, officer) == asked
        assert waiting_jobs() == 2, "its attempts are over by now"
        made = exports.make(asked.pk)
        assert exports.make(asked.pk) is None

    with exports.default_storage.open(made.file) as file:
        read_me = zipfile.ZipFile(io.BytesIO(file.read())).read("LISEZ-MOI.txt").decode()
    assert "pas été retrouvées" in read_me


def waiting_jobs() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM procrastinate_jobs WHERE task_name = 'townhall.make_export'")
        return cursor.fetchone()[0]
