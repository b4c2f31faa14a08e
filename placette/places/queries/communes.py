"""What the pages of a commune and of a community show."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import starmap
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet, TextField
from django.db.models.functions import Cast

from placette.places.drawing import Box, Drawing, draw
from placette.places.ground import Outlined
from placette.places.hours import Line, lines
from placette.places.models import Adjacency, Commune, Community, FormerCommune, Quarter, Waiting
from placette.places.queries.spots import outlined_in

COUNTED = Q(confirmed_at__isnull=False, left_at__isnull=True)
PART_OF_ANOTHER = FormerCommune.objects.filter(code=OuterRef("code")).exclude(current=OuterRef("code"))


@dataclass(frozen=True)
class Neighbour:
    commune: Commune
    distance: int

    @property
    def kilometres(self) -> float:
        return round(self.distance / 1000, 1)


@dataclass(frozen=True)
class CommunePage:
    commune: Commune
    neighbours: list[Neighbour]
    drawing: Drawing | None
    hours: list[Line]
    quarters: list[Quarter]
    former: list[FormerCommune]
    waiting: int


@dataclass(frozen=True)
class CommunityPage:
    community: Community
    communes: list[Commune]
    drawing: Drawing | None
    population: int
    open_count: int


def current_communes() -> QuerySet[Commune]:
    """Without those that have become part of another one and are only kept for what still names them."""
    return Commune.objects.filter(~Exists(PART_OF_ANOTHER))


def commune(code: str) -> Commune | None:
    """A current one, with its community, space and outline. One query, by primary key and one_former_commune_a_code."""
    return current_communes().select_related("community", "space", "boundary").filter(code=code).first()


def current_of(former_code: str) -> Commune | None:
    """The commune in which a former one, or an arrondissement, now is. One query."""
    former = FormerCommune.objects.select_related("current").filter(code=former_code).first()
    return former.current if former else None


def commune_page(commune: Commune) -> CommunePage:
    """Of a commune that `commune` read. Four queries: neighbours with outlines, quarters, formers, waiting."""
    touching = list(
        Adjacency.objects.filter(commune=commune)
        .select_related("neighbour__space", "neighbour__boundary")
        .order_by("distance")
    )
    neighbours = [Neighbour(each.neighbour, each.distance) for each in touching]
    former = FormerCommune.objects.filter(current=commune).exclude(name="").exclude(code=commune.code)
    return CommunePage(
        commune=commune,
        neighbours=neighbours,
        drawing=draw([commune], [each.commune for each in neighbours]),
        hours=lines(commune.town_hall_hours),
        quarters=list(commune.quarters.all()),
        former=list(former.exclude(kind=FormerCommune.Kind.DISTRICT).order_by("name")),
        waiting=0 if commune.is_open else waiting_count(commune),
    )


def community_page(siren: str) -> CommunityPage | None:
    """Two queries: the community; its communes with outlines and spaces, by commune_community."""
    community = Community.objects.filter(siren=siren).first()
    if community is None:
        return None
    communes = list(community.communes.select_related("space", "boundary").order_by("name"))
    return CommunityPage(
        community=community,
        communes=communes,
        drawing=draw(sorted(communes, key=lambda commune: -commune.population), []),
        population=sum(commune.population for commune in communes),
        open_count=sum(commune.is_open for commune in communes),
    )


def waiting_count(commune: Commune) -> int:
    """Confirmed and still there. One query, by waiting_counted."""
    return Waiting.objects.filter(COUNTED, commune=commune).count()


def boundary_geojson(code: str) -> dict[str, Any] | None:
    """The commune and those that touch it, for the map that moves. Two queries."""
    commune, touching = _with_touching(code)
    if commune is None:
        return None
    return {
        "type": "FeatureCollection",
        "bbox": [
            commune.boundary.west,
            commune.boundary.south,
            commune.boundary.east,
            commune.boundary.north,
        ],
        "features": [_feature(commune, "commune"), *(_feature(each, "neighbour") for each in touching)],
    }


def drawing(code: str, area: Any = None) -> Drawing | None:
    """The commune among those that touch it, with an area over them. Two queries."""
    commune, touching = _with_touching(code)
    return draw([commune], touching, area) if commune else None


def communes_in(box: Box, most: int = 120) -> list[Commune]:
    """Those that show in a part of the map, the most populous first, with their outlines. One query."""
    inside = outlined_in(box.west, box.south, box.east, box.north)
    return list(inside.order_by("-population", "code")[:most])


def outlined(box: Box, most: int = 120) -> list[Outlined]:
    """The same communes as a drawing of the ground wants them. One query."""
    inside = outlined_in(box.west, box.south, box.east, box.north).order_by("-population", "code")
    outline = Cast("boundary__geojson", TextField())
    return list(starmap(Outlined, inside.values_list("name", outline)[:most]))


def box_geojson(box: Box) -> dict[str, Any]:
    """The communes of a part of the map, for the map that moves. One query."""
    return {
        "type": "FeatureCollection",
        "bbox": [box.west, box.south, box.east, box.north],
        "features": [_feature(each, "neighbour") for each in communes_in(box)],
    }


def _with_touching(code: str) -> tuple[Commune | None, list[Commune]]:
    """A commune with its outline, and those that touch it with theirs."""
    commune = Commune.objects.select_related("boundary").filter(code=code, boundary__isnull=False).first()
    if commune is None:
        return None, []
    touching = Commune.objects.filter(
        code__in=Adjacency.objects.filter(commune=code).values("neighbour"), boundary__isnull=False
    ).select_related("boundary")
    return commune, list(touching)


def _feature(commune: Commune, role: str) -> dict[str, Any]:
    return {
        "type": "Feature",
        "id": commune.code,
        "properties": {
            "name": commune.name,
            "url": commune.get_absolute_url(),
            "role": role,
            "at": [commune.longitude, commune.latitude],
        },
        "geometry": commune.boundary.geojson,
    }
