"""The form of a grouped purchase as a browser sends it."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

# The reference story: 300 € a tonne alone, 10 % less from ten tonnes on.
PELLETS = {
    "name": "Granulés en sac", "unit": "t", "step": "0,5", "minimum": "0,5", "maximum": "", "stock": "",
    "reference": "300", "price": "", "from_1": "5", "price_1": "285", "from_2": "10", "price_2": "270",
}  # fmt: skip


def in_days(days: float) -> str:
    return f"{timezone.localtime() + timedelta(days=days):%Y-%m-%dT20:00}"


def typed(*products: dict[str, str], **words: Any) -> dict[str, str]:
    """Every field in its place; `products` over the pellets."""
    products = products or ({},)
    sent = {
        "template": "pellets", "title": "Granulés de bois ensemble", "why": "Le camion vient une fois.",
        "reference_source": "Magasin de Muret, novembre", "counted": "own_quantity", "minimum_quantity": "",
        "minimum_takers": "", "deadline": in_days(14), "audience": "around", "delivery_place": "Place de la mairie",
        "terms": "Devant chez vous.", "supplier_name": "", "supplier_siren": "", "supplier_email": "",
        "products-TOTAL_FORMS": str(len(products)), "products-INITIAL_FORMS": str(len(products)),
        "products-MIN_NUM_FORMS": "1", "products-MAX_NUM_FORMS": "20",
    }  # fmt: skip
    for number, product in enumerate(products):
        sent |= {f"products-{number}-{name}": value for name, value in (PELLETS | product).items()}
    return sent | words
