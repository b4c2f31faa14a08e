"""The letter by which a community invites a commune that has no space yet: on the page, as PDF, as an e-mail of one's own."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

import segno
from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.formats import date_format

from placette.core.press import printed
from placette.people.models import Person
from placette.places import names
from placette.places.letter import Letter
from placette.places.models import Commune, Community

TEMPLATE = Path(__file__).with_name("letter.typ").read_bytes()


@dataclass(frozen=True)
class Facts:
    """What convinces: which communes are there already, and who waits in this one."""

    opened: list[Commune]
    waiting: int


def facts_of(community: Community, commune: Commune, waiting: int) -> Facts:
    """One query: the spaces that are open in the community, the nearest first."""
    opened = [each for each in community.communes.select_related("space") if each.is_open]
    return Facts(sorted(opened, key=lambda each: _apart(each, commune)), waiting)


def invitation(community: Community, commune: Commune, facts: Facts, by: Person) -> Letter:
    """In French, whoever sends it."""
    here = names.at(commune.of_name_in_french)
    said = {
        "community": community,
        "commune": commune,
        "here": here,
        "inside": commune.community_id == community.siren,
        "opened": len(facts.opened),
        "nearest": [each.name for each in facts.opened[:3]],
        "waiting": facts.waiting,
        "page": settings.SITE_URL + commune.get_absolute_url(),
        "by": by.get_full_name(),
    }
    with translation.override("fr"):
        body = render_to_string("townhall/community/letter.txt", said).strip() + "\n"
    return Letter(commune.town_hall_email, f"Placette {here} : votre commune est invitée", body)


def as_pdf(community: Community, commune: Commune, letter: Letter, today: date) -> bytes:
    """One sheet of A4, whose window shows the town hall's address. A fifth of a second."""
    page = settings.SITE_URL + commune.get_absolute_url()
    with translation.override("fr"):
        on = date_format(today, "j F Y")
    return printed(
        TEMPLATE,
        {
            "title": letter.subject,
            "from": community.name,
            "to": [f"Mairie {commune.of_name_in_french}", *commune.town_hall_address.splitlines()],
            "date": f"Le {on}",
            "paragraphs": letter.body.strip().split("\n\n"),
            "code": segno.make(page, error="m").svg_inline(border=0),
            "code_says": f"Code à scanner : {page}",
            "link": page,
        },
    )


def _apart(one: Commune, other: Commune) -> float:
    """Only to compare: degrees, squared."""
    if None in (one.latitude, other.latitude):
        return float("inf")
    return ((one.latitude or 0) - (other.latitude or 0)) ** 2 + (
        (one.longitude or 0) - (other.longitude or 0)
    ) ** 2
