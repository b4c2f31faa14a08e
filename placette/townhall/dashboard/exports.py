"""The same cells as the page, as files: CSV, XLSX, and each chart as SVG or PNG. None holds a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping

import typst
import xlsxwriter
from django.utils.translation import gettext as _

from placette.impact.periods import Period

from .charts import Chart
from .figures import READ, Sheet, figure, value

type Row = tuple[str, ...]
DOTS_AN_INCH = 192
PAPER = b"""#set page(width: auto, height: auto, margin: 0pt)
#image(bytes(sys.inputs.chart), format: "svg", width: 720pt)
"""
# A spreadsheet would take a text that begins so for a formula.
BEGINS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def rows(span: str, sheets: Mapping[Period, Sheet]) -> list[Row]:
    """Every period of the span that has a sheet, a column a figure; empty where nothing may be shown."""
    periods = sorted(each for each in sheets if each.span == span)
    head = (
        (_("Période"), *(str(figure(name, periods[0], {}).definition.title) for name in READ))
        if periods
        else (_("Période"),)
    )
    return [
        head,
        *((str(period), *(str(value(name, sheets[period]) or "") for name in READ)) for period in periods),
    ]


def as_csv(lines: Iterable[Row]) -> bytes:
    """With a mark of UTF-8 and semicolons, as spreadsheets in French read it."""
    written = io.StringIO()
    csv.writer(written, delimiter=";", lineterminator="\r\n").writerows(
        [harmless(cell) for cell in line] for line in lines
    )
    return written.getvalue().encode("utf-8-sig")


def as_xlsx(lines: Iterable[Row], title: str) -> bytes:
    """Texts alone: whatever a cell holds, nothing of it is run."""
    file = io.BytesIO()
    alone = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    with xlsxwriter.Workbook(file, alone) as book:
        sheet = book.add_worksheet(title[:31])
        bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        sheet.freeze_panes(1, 1)
        for down, line in enumerate(lines):
            for across, cell in enumerate(line):
                sheet.write_string(down, across, cell, bold if down == 0 else None)
        sheet.set_column(0, 0, 24)
        sheet.set_column(1, len(READ), 18)
    return file.getvalue()


def as_png(chart: Chart) -> bytes:
    """Drawn by typst, which is here for the papers already."""
    drawing = {"chart": chart.alone()}
    return bytes(
        typst.compile(PAPER, format="png", ppi=DOTS_AN_INCH, sys_inputs=drawing, ignore_system_fonts=True)
    )


def harmless(cell: str) -> str:
    return f"'{cell}" if cell.startswith(BEGINS_A_FORMULA) else cell
