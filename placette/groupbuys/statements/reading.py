"""A bank statement, whatever a French bank gives: CSV, OFX or CAMT.053. It is read in memory and never kept."""

from django.utils.translation import gettext as _

from . import camt, ofx, table
from .lines import Statement, Unreadable

MOST_BYTES = 5_000_000
BEGINNING = 4000


def read(content: bytes) -> Statement:
    """Raises Unreadable where nothing can be read in it; a line that cannot is left aside, the others are kept."""
    if len(content) > MOST_BYTES:
        raise Unreadable(_("Ce fichier dépasse 5 Mo : demandez à votre banque un relevé plus court."))
    if not content.strip():
        raise Unreadable(_("Ce fichier est vide : téléchargez de nouveau votre relevé."))
    if content.startswith((b"PK\x03\x04", b"%PDF", b"\xd0\xcf\x11\xe0")):
        raise Unreadable(
            _(
                "C’est un fichier Excel ou PDF : choisissez plutôt CSV, OFX ou CAMT.053 sur le site de votre banque."
            )
        )
    beginning = content[:BEGINNING].upper()
    if b"OFXHEADER" in beginning or b"<OFX>" in beginning:
        return ofx.read(content)
    if content.lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"<"):
        return camt.read(content)
    return table.read(content)
