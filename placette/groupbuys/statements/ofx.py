"""A statement as OFX, in its two writings (SGML, XML). ofxtools reads the markup; the schema is not asked for, since
banks follow it loosely.
"""

import io
import re
from xml.etree.ElementTree import Element

from django.utils.translation import gettext as _

from .figures import day_of, exact_cents
from .lines import Entry, Left, Reason, Statement, Unreadable

OPERATION_ENDS = b"</STMTTRN>"
CURRENCY = re.compile(rb"<CURDEF>\s*([A-Z]{3})")
WORDS = ("NAME", "MEMO", "CHECKNUM", "REFNUM", "FITID", "EXTDNAME")


def read(content: bytes) -> Statement:
    """Raises Unreadable. Of a file that was cut off the operations that are whole are read."""
    # Here: it builds a class for each element of the schema, half a second of the start of every process.
    from ofxtools.Parser import OFXTree

    whole = b"</OFX>" in content.upper()
    if not whole:
        content = content[: content.upper().rfind(OPERATION_ENDS) + len(OPERATION_ENDS)]
    try:
        root = OFXTree().parse(io.BytesIO(content))
    except Exception:  # what it raises holds the file: it goes no further
        root = None
    if root is None:
        raise Unreadable(_("Ce fichier OFX ne se lit pas : téléchargez-le de nouveau, ou choisissez CSV."))
    currency = CURRENCY.search(content)
    entries, left = list[Entry](), list[Left]()
    number = 0
    for number, each in enumerate(root.iter("STMTTRN"), 1):
        line = _line(number, each, currency[1] if currency else b"EUR")
        if isinstance(line, Entry):
            entries.append(line)
        else:
            left.append(line)
    if not whole:
        left.append(Left(number + 1, Reason.END))
    return Statement(entries, left)


def _line(number: int, operation: Element, currency: bytes) -> Entry | Left:
    try:
        day = day_of(operation.findtext("DTPOSTED") or "")
    except ValueError:
        return Left(number, Reason.DAY)
    try:
        cents = exact_cents(operation.findtext("TRNAMT") or "")
    except ValueError:
        return Left(number, Reason.AMOUNT, day)
    if cents <= 0:
        return Left(number, Reason.DEBIT, day, cents)
    if currency != b"EUR":
        return Left(number, Reason.CURRENCY, day)
    return Entry(number, day, cents, " ".join(operation.findtext(word) or "" for word in WORDS))
