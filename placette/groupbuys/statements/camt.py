"""A statement as CAMT.053 (ISO 20022), of any version: its names are asked for without their namespace."""

import io
from collections.abc import Iterator
from xml.etree.ElementTree import Element, ParseError

from defusedxml import ElementTree as Safe
from defusedxml.common import DefusedXmlException
from django.utils.translation import gettext as _

from .figures import day_of, exact_cents
from .lines import Entry, Left, Reason, Statement, Unreadable


def read(content: bytes) -> Statement:
    """Raises Unreadable. Of a file that was cut off the entries that are whole are read."""
    entries, left = list[Entry](), list[Left]()
    number = 0
    try:
        for _event, element in Safe.iterparse(io.BytesIO(content), forbid_dtd=True):
            if _name(element) != "Ntry":
                continue
            for line in _lines(number, element):
                number += 1
                (entries if isinstance(line, Entry) else left).append(line)  # type: ignore[arg-type]
            element.clear()
    except ParseError:
        if not number:
            raise _unreadable() from None
        left.append(Left(number + 1, Reason.END))
    except (DefusedXmlException, ValueError, LookupError):
        raise _unreadable() from None
    if not number:
        raise _unreadable()
    return Statement(entries, left)


def _unreadable() -> Unreadable:
    return Unreadable(
        _(
            "Nous ne lisons aucune opération dans ce fichier : choisissez CSV, OFX ou CAMT.053 sur le site de votre banque."
        )
    )


def _lines(before: int, entry: Element) -> Iterator[Entry | Left]:
    """One for each transaction that the entry gathers, or one for the entry itself."""
    day_written = (
        _text(entry, "BookgDt", "Dt") or _text(entry, "BookgDt", "DtTm") or _text(entry, "ValDt", "Dt")
    )
    parts = [each for each in entry.iter() if _name(each) == "TxDtls"]
    alone = len(parts) < 2
    for number, part in enumerate(parts or [entry], before + 1):
        amount = _child(entry if alone else part, "Amt")
        if amount is None:
            amount = _found(part, "AmtDtls", "TxAmt", "Amt")  # where older versions keep it
        yield _line(number, entry, entry if alone else part, amount, day_written)


def _line(
    number: int, entry: Element, words: Element, amount: Element | None, day_written: str
) -> Entry | Left:
    try:
        day = day_of(day_written)
    except ValueError:
        return Left(number, Reason.DAY)
    try:
        cents = exact_cents("" if amount is None else amount.text or "")
    except ValueError:
        return Left(number, Reason.AMOUNT, day)
    if amount is not None and amount.get("Ccy", "EUR") != "EUR":
        return Left(number, Reason.CURRENCY, day)
    if (_text(words, "CdtDbtInd") or _text(entry, "CdtDbtInd")) != "CRDT":
        return Left(number, Reason.DEBIT, day, -cents)
    if (_text(entry, "Sts") or _text(entry, "Sts", "Cd") or "BOOK") != "BOOK":
        return Left(number, Reason.PENDING, day, cents)
    return Entry(number, day, cents, " ".join(each.strip() for each in words.itertext() if each.strip()))


def _text(element: Element, *path: str) -> str:
    found = _found(element, *path)
    return "" if found is None else (found.text or "").strip()


def _found(element: Element | None, *path: str) -> Element | None:
    for name in path:
        element = None if element is None else _child(element, name)
    return element


def _child(element: Element, name: str) -> Element | None:
    return next((each for each in element if _name(each) == name), None)


def _name(element: Element) -> str:
    return str(element.tag).rpartition("}")[2]
