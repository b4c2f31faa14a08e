"""Who votes and what is voted stand nowhere together: attacked through tables, transactions, logs and the sealed box."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.db import connection, transaction

from placette.civic import tasks, urn
from placette.civic.actions import counting, polls
from placette.civic.models import Poll, Urn, Voted
from placette.people.tests.factories import officer_of, person_of

from .factories import poll_of

pytestmark = pytest.mark.django_db


def dump(but: tuple[str, ...] = ()) -> dict[str, set[str]]:
    """Every row of every table, with the transaction that wrote it and its place in the file."""
    with connection.cursor() as cursor:
        tables = [name for name in connection.introspection.table_names(cursor) if name not in but]
        rows = {}
        for table in tables:
            cursor.execute(f"SELECT x.ctid::text || ' ' || to_jsonb(x)::text FROM {table} x")
            rows[table] = {row for (row,) in cursor.fetchall()}
    return rows


def test_all_that_a_vote_writes_is_a_mark_a_count_and_a_sealed_box():
    poll, jeanne = poll_of(officer_of()), person_of()
    before = dump()

    polls.vote(poll.pk, jeanne, [2])

    after = dump()
    changed = {table for table in after if after[table] != before[table]}
    assert changed == {"civic_voted", "civic_poll", "civic_turnout", "civic_urn"}
    (mark,) = after["civic_voted"]
    assert set(re.findall(r'"(\w+)":', mark)) == {"mark", "poll_id"}
    (counted,) = after["civic_turnout"]
    assert set(re.findall(r'"(\w+)":', counted)) == {"id", "poll_id", "day", "voters"}
    (box,) = after["civic_urn"]
    assert set(re.findall(r'"(\w+)":', box)) == {"poll_id", "sealed"}


def test_two_different_votes_leave_the_same_traces_but_for_what_is_sealed():
    poll, jeanne = poll_of(officer_of()), person_of()
    traces = []
    for choice in (0, 2):
        with transaction.atomic():
            polls.vote(poll.pk, jeanne, [choice])
            kept = dump(but=("civic_urn",))
            kept["civic_turnout"] = {re.sub(r'"id": \d+|\(.*?\)', "", row) for row in kept["civic_turnout"]}
            plain = {table: {row.split(" ", 1)[-1] for row in rows} for table, rows in kept.items()}
            sealed = bytes(Urn.objects.get().sealed)
            traces.append((plain, len(sealed)))
            transaction.set_rollback(True)

    assert traces[0] == traces[1]


def test_the_mark_cannot_be_made_again_without_the_key_of_the_site(settings):
    poll, jeanne = poll_of(officer_of()), person_of()
    polls.vote(poll.pk, jeanne, [0])
    assert polls.has_voted(poll, jeanne)

    settings.SECRET_KEY = "another-key-" * 5

    assert not polls.has_voted(poll, jeanne)
    with pytest.raises(urn.Unreadable):
        urn.unseal(poll.pk, Urn.objects.get().sealed)
    with pytest.raises(urn.Unreadable):
        polls.vote(poll.pk, person_of("Rose"), [0])
    assert Poll.objects.get().ballots == 1


def test_a_box_of_another_poll_is_not_opened():
    sealed = urn.seal(1, [5, 3, 2])

    assert urn.unseal(1, sealed) == [5, 3, 2]
    with pytest.raises(urn.Unreadable):
        urn.unseal(2, sealed)
    assert urn.seal(1, [5, 3, 2]) != sealed
    assert len(urn.seal(1, [0, 0, 0])) == len(urn.seal(1, [2**40] * 3))


def test_an_urn_that_does_not_add_up_is_not_counted(caplog):
    poll = poll_of(officer_of())
    for number in range(5):
        polls.vote(poll.pk, person_of(f"Voisin{number}"), [0])
    Urn.objects.update(sealed=urn.seal(poll.pk, [5, 9, 0, 0]))

    with time_machine.travel(poll.closes_at + timedelta(hours=1)), pytest.raises(ExceptionGroup) as failed:
        tasks.ask_and_count(0)

    assert isinstance(failed.value.exceptions[0], counting.Amiss)
    assert Poll.objects.get().state == "published"
    assert Voted.objects.count() == 5


def test_no_log_says_what_was_voted(client, caplog):
    poll, jeanne = poll_of(officer_of(), ("Choixalpha", "Choixbeta")), person_of()
    client.force_login(jeanne)
    with caplog.at_level("DEBUG"):
        client.post(f"/consultations/{poll.pk}/vote/", {"choice": "1", "sure": "yes"})

    assert Poll.objects.get().ballots == 1
    said = " ".join(record.getMessage() for record in caplog.records if record.name != "django.db.backends")
    assert "Choixbeta" not in said
    assert "choice" not in said
