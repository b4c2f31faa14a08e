"""The two lists of the directory as data: their columns, and under which names files have them.

The names are those of the national directory of associations (RNA, « waldec »), of the SCDL « Équipements », of our own
exports, and those that people write at the head of a list.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from placette.core import columns
from placette.townhall.models import Association, Facility

from . import cells

type Cleaner = Callable[[str, str], Any]


@dataclass(frozen=True)
class Column(columns.Column):
    """`clean(cell, code of the commune)` gives the value, or raises cells.Refused with its reason."""

    clean: Cleaner


@dataclass(frozen=True)
class Kind:
    name: str  # in addresses
    title: str | Promise
    model: type[Association] | type[Facility]
    columns: tuple[Column, ...]

    @property
    def known(self) -> frozenset[str]:
        """All names of columns that are understood."""
        return columns.known(self.columns) | ELSEWHERE

    def guessed(self, names: Sequence[str]) -> dict[str, int]:
        return columns.guessed(self.columns, names)


# The commune of a row, by its INSEE code: a file of the whole department is read for this one alone.
ELSEWHERE = frozenset(
    {"adrscodeinsee", "codeinsee", "codecommune", "inseecommune", "communeinsee", "codeinseecommune", "insee"}
)

_NAME = Column("name", _("Nom"), ("nom", "titre", "equipnom", "nomassociation", "nomdelassociation", "association", "denomination", "nomequipement", "nomdelequipement", "equipement", "lieu", "intitule", "raisonsociale"), cells.name, required=True)  # fmt: skip
_PHONE = Column("phone", _("Téléphone"), ("telephone", "tel", "equiptel", "numerodetelephone", "telephonefixe", "portable", "mobile"), cells.phone)  # fmt: skip
_EMAIL = Column("email", _("E-mail"), ("email", "mail", "courriel", "adressemail", "adresseemail", "equipemail", "contact"), cells.email)  # fmt: skip
_SITE = Column("website", _("Site web"), ("siteweb", "site", "siteinternet", "web", "url", "equipweb"), cells.website)  # fmt: skip

ASSOCIATIONS = Kind(
    "associations",
    _("Associations"),
    Association,
    (
        _NAME,
        Column("identifier", _("Numéro RNA"), ("numerorna", "rna", "numrna", "id", "waldec", "identifiant"), cells.identifier),
        Column("about", _("Objet"), ("objet", "description", "activite", "activites", "presentation"), cells.paragraph(600)),
        Column("theme", _("Thème"), ("theme", "categorie", "domaine", "type"), cells.line(60)),
        Column("venue", _("Lieu d’accueil"), ("lieudaccueil", "lieuaccueil", "salle", "adressepublique"), cells.line(160)),
        _PHONE,
        _EMAIL,
        _SITE,
    ),
)  # fmt: skip
FACILITIES = Kind(
    "lieux",
    _("Lieux et équipements"),
    Facility,
    (
        _NAME,
        Column("identifier", _("Identifiant"), ("identifiant", "equipuid", "uid", "id", "reference", "code"), cells.reference),
        Column("theme", _("Type"), ("type", "equiptype", "equiptheme", "theme", "categorie", "nature"), cells.line(60)),
        Column("address", _("Adresse"), ("adresse", "adressecomplete", "adrnomvoie", "voie", "rue"), cells.line(160)),
        Column("opening", _("Horaires"), ("horaires", "equipouverture", "ouverture", "horaire", "horairesdouverture"), cells.paragraph(300)),
        Column("latitude", _("Latitude"), ("latitude", "equiplat", "lat", "y"), cells.degrees(90)),
        Column("longitude", _("Longitude"), ("longitude", "equiplong", "equiplon", "lon", "long", "lng", "x"), cells.degrees(180)),
        _PHONE,
        _EMAIL,
        _SITE,
    ),
)  # fmt: skip
KINDS = {kind.name: kind for kind in (ASSOCIATIONS, FACILITIES)}
