"""A SEPA transfer, filled in: the code that the applications of banks read (EPC069-12, « BCD », version 002)."""

import re
import unicodedata
from decimal import Decimal

import segno
from django.utils.safestring import SafeString, mark_safe
from segno import helpers
from stdnum import bic, iban
from stdnum.exceptions import ValidationError

from .models import PaymentTerms

# EPC409-09, the countries and territories of SEPA by the beginning of their IBAN, as of 2025.
SEPA = (
    "AD AL AT BE BG CH CY CZ DE DK EE ES FI FR GB GI GR HR HU IE IS IT LI LT LU LV MC MD ME MK MT NL NO PL PT RO RS SE SI SK "
    "SM VA"
)

NAME, NAME_BYTES = 70, 210  # of the code, which holds 331 bytes with all the rest
TWINS = str.maketrans({"’": "'", "œ": "oe", "Œ": "OE", "æ": "ae", "Æ": "AE", "ß": "ss", "ø": "o", "Ø": "O"})


class NoAccount(ValueError):
    """Not an account that a SEPA transfer reaches: the check digits are wrong, or it is of another country."""


def account(typed: str) -> str:
    """The IBAN without spaces. Raises NoAccount."""
    try:
        read = str(iban.validate(typed))
    except ValidationError as error:
        raise NoAccount from error
    if read[:2] not in SEPA.split():
        raise NoAccount
    return read


def bank(typed: str) -> str:
    """The BIC without spaces. Raises NoAccount."""
    try:
        return str(bic.validate(typed))
    except ValidationError as error:
        raise NoAccount from error


def code(terms: PaymentTerms, cents: int, reference: str) -> segno.QRCode:
    """The transfer of `cents`, at least 1, with the structured reference alone: the standard takes no text beside it.

    The name is written as banks write it among themselves, without accents: a reader that guesses wrong at letters
    beyond ASCII (zbar takes them for Japanese) reads it all the same.
    """
    return helpers.make_epc_qr(
        _bounded(_plain(terms.payee)),
        terms.iban,
        Decimal(cents) / 100,
        reference=reference,
        bic=terms.bic or None,
        encoding="utf-8",
    )


def drawing(terms: PaymentTerms, cents: int, reference: str) -> SafeString:
    """The code as SVG for a page, with the quiet margin that cameras want; black on what must be light."""
    drawn = code(terms, cents, reference)
    return mark_safe(drawn.svg_inline(omitsize=True, border=4, svgclass=None, lineclass=None))  # noqa: S308 - drawn by us


def in_fours(number: str) -> str:
    """« FR76 3000 6000 … »."""
    return str(iban.format(number))


def _plain(name: str) -> str:
    """In the letters of SEPA (EPC217-08); as it is where nothing of it would be left."""
    apart = unicodedata.normalize("NFKD", name.translate(TWINS))
    bare = "".join(sign for sign in apart if not unicodedata.combining(sign))
    return " ".join(re.sub(r"[^A-Za-z0-9/\-?:().,'+ ]", " ", bare).split()) or name


def _bounded(name: str) -> str:
    """What the code has room for; « œ » has become two letters meanwhile, and an emoji is four bytes."""
    return name[:NAME].encode()[:NAME_BYTES].decode(errors="ignore").strip()
