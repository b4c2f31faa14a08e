"""The order and the slips as workbooks. Amounts are numbers, totals sums that the workbook adds up again; what people typed
is text and nothing else.
"""

import io
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any

import xlsxwriter
from django.utils.translation import gettext as _

from placette.groupbuys.models import Campaign
from placette.groupbuys.queries.order import Order, Slip

from . import words

TEXT_ALONE = {
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "in_memory": True,
}
EUROS = "#,##0.00\\ €"


def order(campaign: Campaign, order: Order) -> bytes:
    rows = [
        [each.product, each.quantity, each.unit, each.takers, each.unit_cents, each.cents]
        for each in order.items
    ]
    return _workbook(
        campaign,
        _("Commande"),
        words.headings().order,
        rows,
        widths=(34, 12, 12, 13, 17, 15),
        euros=(4, 5),
        total=order.cents,
    )


def slips(campaign: Campaign, slips: Iterable[Slip]) -> bytes:
    slips = list(slips)
    rows = [
        [
            slip.name,
            slip.reference,
            each.product,
            each.quantity,
            each.unit,
            each.unit_cents,
            each.cents,
            slip.note,
        ]
        for slip in slips
        for each in slip.items
    ]
    total = sum(slip.cents for slip in slips)
    return _workbook(
        campaign,
        _("Fiches"),
        words.headings().slips,
        rows,
        widths=(22, 24, 34, 12, 12, 17, 15, 30),
        euros=(5, 6),
        total=total,
    )


def _workbook(
    campaign: Campaign,
    name: str,
    titles: Sequence[str],
    rows: Sequence[Sequence[Any]],
    *,
    widths: Sequence[int],
    euros: tuple[int, int],
    total: int,
) -> bytes:
    """`euros`: the columns of cents, the second of which is summed."""
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, TEXT_ALONE) as book:
        bold, money = book.add_format({"bold": True}), book.add_format({"num_format": EUROS})
        sum_of = book.add_format({"num_format": EUROS, "bold": True, "top": 1})
        head = book.add_format({"bold": True, "bottom": 1, "text_wrap": True})
        sheet = book.add_worksheet(name)
        for column, width in enumerate(widths):
            sheet.set_column(column, column, width)
        sheet.write_string(0, 0, campaign.title, bold)
        sheet.write_string(1, 0, words.made_on(campaign))
        for column, title in enumerate(titles):
            sheet.write_string(3, column, title, head)
        for index, row in enumerate(rows, 4):
            for column, value in enumerate(row):
                if column in euros:
                    sheet.write_number(index, column, value / 100, money)
                elif isinstance(value, int | Decimal):
                    sheet.write_number(index, column, float(value))
                else:
                    sheet.write_string(index, column, value)
        last, summed = 4 + len(rows), euros[1]
        sheet.write_string(last, 0, _("Total"), bold)
        letter = chr(ord("A") + summed)
        sheet.write_formula(last, summed, f"=SUM({letter}5:{letter}{last})", sum_of, total / 100)
        sheet.write_string(last + 2, 0, words.rounding())
        sheet.freeze_panes(4, 0)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
    return file.getvalue()
