"""What a town hall takes along of its invitations, what is erased with its space, and what moves with a merged commune."""

from __future__ import annotations

from collections.abc import Iterable

from placette.places.leaving import Table
from placette.places.models import Commune

from . import queries
from .actions.campaigns import forget_packets
from .models import Campaign, Packet


def tables(commune: Commune) -> Iterable[Table]:
    shown = queries.campaigns(commune.pk)
    yield Table(
        "invitations",
        ["nom", "sorte", "préparée le", "invitations", "inscrits, au moins"],
        [[each.name, each.get_kind_display(), str(each.created_at), each.total, each.came] for each in shown],
    )


def move(gone: str, current: str) -> None:
    Campaign.objects.filter(commune=gone).update(commune=current)


def erase(commune: str) -> None:
    forget_packets(Packet.objects.filter(campaign__commune=commune))
    Campaign.objects.filter(commune=commune).delete()
