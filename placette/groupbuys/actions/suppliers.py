"""Whom a campaign buys from."""

from typing import Any

from placette.groupbuys.models import Supplier
from placette.people.models import Person


def known(added_by: Person, said: dict[str, Any] | None, held: Supplier | None = None) -> Supplier | None:
    """The supplier that the organiser has described: the one that the campaign has, where nothing differs, or a new one,
    since others may buy from the first. None where none is chosen.
    """
    if said is None:
        return None
    if held and all(getattr(held, name) == value for name, value in said.items()):
        return held
    return Supplier.objects.create(added_by=added_by, **said)


def forget(supplier: Supplier | None) -> None:
    """Whom nobody buys from any more: her name and address are kept for nothing."""
    if supplier and not supplier.campaigns.exists():
        supplier.delete()
