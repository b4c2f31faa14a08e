"""How the proof register knows a person: never by her name, and by her telephone number only through a digest.

Registre de preuve de covoiturage, API v3.3, `identity`: identity_key is the SHA-256 of « +33601020304-NOM ».
"""

import hashlib
import re
import unicodedata

import phonenumbers

REGIONS = {
    "971": "GP", "972": "MQ", "973": "GF", "974": "RE", "975": "PM", "976": "YT", "977": "BL", "978": "MF",
    "986": "WF", "987": "PF", "988": "NC",
}  # fmt: skip


class NoNumber(ValueError):
    """This is no telephone number."""


def number(text: str, commune_code: str) -> str:
    """« 06 01 02 03 04 » → « +33601020304 », as one dials in that commune. NoNumber."""
    try:
        read = phonenumbers.parse(text, REGIONS.get(commune_code[:3], "FR"))
    except phonenumbers.NumberParseException:
        raise NoNumber(text) from None
    written = phonenumbers.format_number(read, phonenumbers.PhoneNumberFormat.E164)
    if not phonenumbers.is_valid_number(read) or not re.fullmatch(r"\+[0-9]{10,14}", written):
        raise NoNumber(text)
    return written


def identity_key(number: str, last_name: str) -> str:
    """`number` as `number()` writes it."""
    return hashlib.sha256(f"{number}-{_capitals(last_name)}".encode()).hexdigest()


def phone_trunc(number: str) -> str:
    return number[:-2]


def _capitals(name: str) -> str:
    """« D’Hérûg-de-l’Hérault » → « D HERUG DE L HERAULT »."""
    expanded = name.replace("œ", "oe").replace("Œ", "OE").replace("æ", "ae").replace("Æ", "AE")
    plain = "".join(
        each for each in unicodedata.normalize("NFKD", expanded) if not unicodedata.combining(each)
    )
    return " ".join(re.sub(r"[^A-Z]", " ", plain.upper()).split())
