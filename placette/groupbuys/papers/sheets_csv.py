"""The order and the slips as CSV that a French Excel opens with a double click: semicolons, decimal commas, UTF-8 with a
byte-order mark (without it Excel takes the file for Windows-1252).
"""

import csv
import io
from collections.abc import Iterable
from decimal import Decimal

from django.utils.translation import gettext as _

from placette.groupbuys.queries.order import Order, Slip

from . import words

MARK = "\ufeff"
type Row = list[str | int | Decimal]


def order(order: Order) -> bytes:
    rows: list[Row] = [
        [each.product, each.quantity, each.unit, each.takers, _euros(each.unit_cents), _euros(each.cents)]
        for each in order.items
    ]
    total: Row = [_("Total"), "", "", order.takers, "", _euros(order.cents)]
    return _written([words.headings().order, *rows, total, [], [words.rounding()]])


def slips(slips: Iterable[Slip]) -> bytes:
    """A line for each product of each neighbour."""
    slips = list(slips)
    rows: list[Row] = [
        [
            slip.name, slip.reference, each.product, each.quantity, each.unit, _euros(each.unit_cents),
            _euros(each.cents), slip.note,
        ]
        for slip in slips
        for each in slip.items
    ]  # fmt: skip
    total: Row = [_("Total"), "", "", "", "", "", _euros(sum(slip.cents for slip in slips)), ""]
    return _written([words.headings().slips, *rows, total, [], [words.rounding()]])


def _written(rows: Iterable[Iterable[object]]) -> bytes:
    file = io.StringIO(MARK)
    file.seek(0, io.SEEK_END)
    csv.writer(file, delimiter=";").writerows([_cell(each) for each in row] for row in rows)
    return file.getvalue().encode()


def _cell(value: object) -> str:
    if isinstance(value, Decimal):
        return f"{value.normalize():f}".replace(".", ",")
    return words.harmless(str(value))


def _euros(cents: int) -> str:
    return f"{cents // 100},{cents % 100:02d}"
