"""One cell of a list as the directory keeps it, or the reason why not. A reason is one short sentence in French or English."""

from __future__ import annotations

import re
from collections.abc import Callable

import phonenumbers
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator, validate_email
from django.utils.translation import gettext as _

from placette.carpool.proof.identity import REGIONS

# What people write where there is nothing.
NOTHING = {
    "-",
    "–",
    "/",
    ".",
    "néant",
    "neant",
    "aucun",
    "aucune",
    "non",
    "sans",
    "nc",
    "n/a",
    "null",
    "none",
    "0",
}
RNA = re.compile(r"W\d[0-9A-Z]{2}\d{6}")
ERRORS = ("#REF!", "#N/A", "#NAME?", "#NOM?", "#VALUE!", "#VALEUR!", "#DIV/0!", "#NUM!", "#NULL!", "#NUL!")
web_address = URLValidator(schemes=["http", "https"])


class Refused(ValueError):
    """The row is not imported; its words say why."""


def plain(cell: str) -> str:
    """Without the quote that a spreadsheet and our exports set before what would be a formula. Refused: a formula itself."""
    if cell.startswith("'") and cell[1:2] in {"=", "+", "-", "@"}:
        return cell[1:].strip()
    if cell.startswith("=") and len(cell) > 1:
        raise Refused(_("« %(cell)s » est une formule : écrivez sa valeur.") % {"cell": cell[:30]})
    if cell in ERRORS:
        raise Refused(_("« %(cell)s » est une erreur du tableur.") % {"cell": cell})
    return cell


def name(cell: str, _commune: str) -> str:
    if not cell:
        raise Refused(_("Le nom manque."))
    if len(cell) > 250:
        raise Refused(_("Le nom est trop long : 250 signes au plus."))
    if not any(sign.isalnum() for sign in cell):
        raise Refused(_("« %(cell)s » n’est pas un nom.") % {"cell": cell[:30]})
    return cell


def line(most: int) -> Callable[[str, str], str]:
    def clean(cell: str, _commune: str) -> str:
        if len(cell) > most:
            raise Refused(
                _("« %(cell)s… » est trop long : %(most)d signes au plus.")
                % {"cell": cell[:30], "most": most}
            )
        return "" if cell.casefold() in NOTHING else cell

    return clean


def paragraph(most: int) -> Callable[[str, str], str]:
    """Cut where it is too long: the national directory has statutes of whole pages."""

    def clean(cell: str, _commune: str) -> str:
        text = "" if cell.casefold() in NOTHING else cell
        return text if len(text) <= most else text[: most - 1].rsplit(" ", 1)[0] + "…"

    return clean


def identifier(cell: str, commune: str) -> str:
    """« W313001234 »; of before 2009 also another number. Refused: what begins as one and is none."""
    written = reference(reference(cell, commune).replace(" ", "").upper(), commune)  # capitals may be longer
    if written.startswith("W") and not RNA.fullmatch(written):
        raise Refused(_("« %(cell)s » n’est pas un numéro RNA : W, puis neuf signes.") % {"cell": cell[:30]})
    return written


def reference(cell: str, _commune: str) -> str:
    if len(cell) > 40:
        raise Refused(_("L’identifiant est trop long : 40 signes au plus."))
    return "" if cell.casefold() in NOTHING else cell


def phone(cell: str, commune: str) -> str:
    """« 05 61 00 00 00 », or of another country in its international form."""
    if cell.casefold() in NOTHING or not cell:
        return ""
    # A spreadsheet takes the first zero off what it takes for a number.
    digits = f"0{cell}" if re.fullmatch(r"[1-9]\d{8}", cell) else cell
    region = REGIONS.get(commune[:3], "FR")
    try:
        read = phonenumbers.parse(digits, region)
    except phonenumbers.NumberParseException:
        read = None
    if read is None or not phonenumbers.is_possible_number(read):
        raise Refused(_("« %(cell)s » n’est pas un numéro de téléphone.") % {"cell": cell[:30]})
    read.extension = None  # « poste 12 » is dialled by nobody from outside
    national = read.country_code == phonenumbers.country_code_for_region(region)
    form = (
        phonenumbers.PhoneNumberFormat.NATIONAL if national else phonenumbers.PhoneNumberFormat.INTERNATIONAL
    )
    return str(phonenumbers.format_number(read, form))


def email(cell: str, _commune: str) -> str:
    if cell.casefold() in NOTHING or not cell:
        return ""
    try:
        validate_email(cell)
    except ValidationError:
        raise Refused(_("« %(cell)s » n’est pas une adresse e-mail.") % {"cell": cell[:40]}) from None
    if len(cell) > 120:
        raise Refused(_("L’adresse e-mail est trop longue."))
    return cell


def website(cell: str, _commune: str) -> str:
    if cell.casefold() in NOTHING or not cell:
        return ""
    address = cell if re.match(r"https?://", cell, re.IGNORECASE) else f"https://{cell}"
    try:
        web_address(address)
    except ValidationError:
        raise Refused(_("« %(cell)s » n’est pas une adresse de site.") % {"cell": cell[:40]}) from None
    if len(address) > 200:
        raise Refused(_("L’adresse du site est trop longue."))
    return address


def degrees(most: int) -> Callable[[str, str], float | None]:
    def clean(cell: str, _commune: str) -> float | None:
        if not cell:
            return None
        try:
            read = float(cell.replace(",", "."))
        except ValueError:
            read = 1e9
        if not -most <= read <= most:
            raise Refused(_("« %(cell)s » n’est pas une latitude ou une longitude.") % {"cell": cell[:30]})
        return round(read, 5)

    return clean
