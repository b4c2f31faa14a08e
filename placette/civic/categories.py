"""What may be reported where the town hall has not made a list of its own."""

from datetime import datetime

from django.db.models import Max

from placette.civic.models import Category
from placette.places.models import Commune

# Codes are those of Open311's services, and never change.
DEFAULTS = (
    ("voirie", "Voirie et trottoirs", "Un trou, une plaque, un marquage effacé"),
    ("eclairage", "Éclairage public", "Un lampadaire éteint ou abîmé"),
    ("proprete", "Propreté", "Un dépôt sauvage, une poubelle qui déborde"),
    ("espaces-verts", "Espaces verts", "Une branche cassée, une haie qui gêne"),
    ("mobilier", "Bancs, jeux et mobilier", "Un banc, une aire de jeux, un abribus"),
    ("eau", "Eau et égouts", "Une fuite, une bouche bouchée"),
    ("autre", "Autre chose", "Ce qui ne va dans aucune case"),
)


def of(commune: Commune | str) -> list[Category]:
    """All of the commune, in its order, those closed as well. One query."""
    code = commune.pk if isinstance(commune, Commune) else commune
    return list(Category.objects.filter(commune=code)) or [
        Category(commune_id=code, code=short, name=name, hint=hint, position=position)
        for position, (short, name, hint) in enumerate(DEFAULTS)
    ]


def changed_at() -> datetime | None:
    """When a town hall last changed its list: a program keeps them all until then. One query, of a few lines a commune."""
    changed: datetime | None = Category.objects.aggregate(last=Max("changed_at"))["last"]
    return changed


def names(commune: Commune | str) -> dict[str, str]:
    return {each.code: each.name for each in of(commune)}
