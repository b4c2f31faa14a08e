"""Which share a line of a statement pays."""

from datetime import date

import pytest

from placette.groupbuys.statements.lines import Entry, Left, Reason, Statement
from placette.groupbuys.statements.matching import Owed, match

DAY = date(2026, 11, 26)


REFERENCE = "RF42000012300001"


OTHER = "RF15000012300002"


OWED = {REFERENCE: Owed(1, "Luc B.", 1350), OTHER: Owed(2, "Zoé É.", 450)}


def left(statement):
    return [(each.number, each.reason) for each in statement.left]


def matched(*lines, sources=frozenset(), left=()):
    entries = [Entry(number, DAY, cents, text) for number, (text, cents) in enumerate(lines, 1)]
    return match(Statement(entries, list(left)), OWED, sources)


@pytest.mark.parametrize(
    "text", [REFERENCE, "VIR rf42 0000 1230 0001 merci", "RF42-0000-1230-0001", f"xx{REFERENCE}20261126", "r f 4 2 0000 1230 0001"]
)  # fmt: skip
def test_a_reference_is_found_wherever_and_however_it_stands(text):
    preview = matched((text, 1350))
    assert [(each.name, each.received.cents, each.received.expected) for each in preview.ready] == [
        ("Luc B.", 1350, True)
    ]


def test_other_references_other_amounts_and_two_at_once_are_not_taken():
    preview = matched(
        ("RF18000099900001", 1350), (REFERENCE, 1000), (f"{REFERENCE} {OTHER}", 1800), ("Loyer", 50_000)
    )
    assert preview.ready == []
    assert [(each.number, each.rest) for each in preview.doubtful] == [(2, 1350)]
    assert [(each.number, each.reason) for each in preview.left] == [
        (1, Reason.UNKNOWN), (3, Reason.SEVERAL), (4, Reason.UNKNOWN),
    ]  # fmt: skip


def test_parts_that_make_the_whole_are_expected_and_the_second_of_two_wholes_is_not():
    assert [each.number for each in matched((REFERENCE, 1000), (REFERENCE, 350)).ready] == [1, 2]
    twice = matched((REFERENCE, 1350), (REFERENCE, 1350))
    assert ([each.number for each in twice.ready], [each.number for each in twice.doubtful]) == ([1], [2])
    assert twice.ready[0].received.source != twice.doubtful[0].received.source


def test_what_was_noted_is_known_again_in_whatever_file():
    sources = {each.received.source for each in matched((REFERENCE, 1350)).ready}
    again = matched(("autre libellé " + REFERENCE, 1350), (OTHER, 450), sources=sources)
    assert [each.number for each in again.known] == [1]
    assert [each.number for each in again.ready] == [2]


def test_what_the_reader_left_stays_left():
    assert matched(left=[Left(7, Reason.DAY)]).left == [Left(7, Reason.DAY)]
