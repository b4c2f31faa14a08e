"""Where an event takes place: in words, and by the point that a town hall gives them, which is public.

A field holds both in one line (places/spots.py), « La halle (43,53312 ; 1,22934) », which people read and correct as well
as a map does.
"""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from functools import cached_property

from django.db.models import Avg, QuerySet
from django.utils.translation import gettext as _

from placette.people.models import Person
from placette.places import geocoder, names, spot_maps, spots
from placette.places.geography import distance, metres_outside
from placette.places.models import Commune, Community
from placette.places.queries.spots import commune_at
from placette.places.spots import NoPlace, Point

from .models import Announcement

NEAR = 30_000  # metres from a commune of who announces
DECIMALS = 5  # of a degree: a metre
LONGEST = 200  # letters of the words
FORMER = 300  # announcements in which places are looked for
AN_ADDRESS = 6  # letters: shorter, it is none yet

# What other rooms know of places by name: of these communes, those in whose name all these words begin.
sources: list[Callable[[Collection[str], list[str]], Iterable["Known"]]] = []


@dataclass(frozen=True)
class Known:
    """A place that has a name. `note`: how it is known."""

    name: str
    point: Point
    note: str = ""

    @property
    def written(self) -> str:
        return written(self.name, self.point)


@dataclass(frozen=True)
class Venue:
    """`commune`: in which the point lies. `is_stale`: the words are new, and the point is still that of those before."""

    words: str
    point: Point | None = None
    commune: Commune | None = None
    is_stale: bool = False


@dataclass(frozen=True)
class Reach:
    """The communes of who announces, a town hall or a community, and what they are called together. Wants them with
    `boundary`.
    """

    name: str
    communes: QuerySet[Commune]

    @cached_property
    def codes(self) -> list[str]:
        """One query."""
        return list(self.communes.values_list("pk", flat=True))

    @cached_property
    def centre(self) -> Point | None:
        """The middle of their centres. One query."""
        middle = self.communes.aggregate(latitude=Avg("latitude"), longitude=Avg("longitude"))
        if middle["latitude"] is None or middle["longitude"] is None:
            return None
        return middle["latitude"], middle["longitude"]

    def takes(self, point: Point) -> bool:
        """Does it lie in one of them, or near?"""
        return any(_lies_near(each, point) for each in self.communes)


def of_commune(commune: Commune) -> Reach:
    return Reach(commune.name, Commune.objects.filter(pk=commune.pk).select_related("boundary"))


def of_community(community: Community) -> Reach:
    return Reach(community.name, community.communes.select_related("boundary"))


def read(typed: str, reach: Reach, there: Announcement | None, person: Person) -> Venue:
    """What a line means. Words alone are looked for as an address in the communes of who announces, unless they are those
    that are `there` already. NoPlace where nobody could come. Up to five queries, and the geocoder.
    """
    spot = spots.read(typed)
    if spot is None:
        is_new = typed and (there is None or typed != there.place)
        return _addressed(typed, reach, person) if is_new else Venue(typed)
    lies_in = commune_at(*spot.point)
    words = spots.plain(spot.name) or (lies_in.name if lies_in else reach.name)
    if there and there.point == spot.point:
        return Venue(
            words, spot.point, lies_in, is_stale=names.key(words) != names.key(spots.plain(there.place))
        )
    within(spot.point, reach)
    return Venue(words, spot.point, lies_in)


def within(point: Point, reach: Reach) -> None:
    """NoPlace where it lies too far away. One query."""
    if not reach.takes(point):
        raise NoPlace(
            _(
                "Ce point est à plus de 30 km de %(name)s. Touchez la carte plus près, ou écrivez le lieu sans les deux nombres."
            )
            % {"name": reach.name}
        )


def suggested(text: str, reach: Reach, person: Person, most: int) -> list[Known]:
    """Places that are known by such a name, then the address. Four queries, and the geocoder."""
    wanted = names.plain(text).split()
    if not wanted:
        return []
    found: dict[str, Known] = {}
    for known in (
        *_announced(reach, wanted),
        *(k for source in sources for k in source(reach.codes, wanted)),
    ):
        found.setdefault(names.key(known.name), known)
    suggestions = list(found.values())[:most]
    if len(suggestions) < most and len(text) >= AN_ADDRESS:
        address = _addressed(text, reach, person)
        if address.point:
            suggestions.append(Known(spots.plain(text), address.point, _("Adresse trouvée")))
    return suggestions


def begins(name: str, wanted: Iterable[str]) -> bool:
    """Does each of these words begin one of the name? Both plain (places.names)."""
    words = names.plain(name).split()
    return all(any(word.startswith(each) for word in words) for each in wanted)


def written(words: str, point: Point) -> str:
    return spots.written(spots.plain(words), point, DECIMALS)


def line_of(announcement: Announcement) -> str:
    """As its field holds it."""
    return written(announcement.place, announcement.point) if announcement.point else announcement.place


def map_of(announcement: Announcement) -> dict[str, object] | None:
    """What _spots_map.html shows; None without a point. One query."""
    point = announcement.point
    return spot_maps.near(point, announcement.place) if point else None


def _addressed(text: str, reach: Reach, person: Person) -> Venue:
    """An address lies in one of the communes: what bears its name elsewhere is another place."""
    said_where = len(reach.codes) > 1 or names.plain(reach.name) in names.plain(text)
    point = geocoder.find_for(person.pk, text if said_where else f"{text}, {reach.name}", reach.centre)
    lies_in = commune_at(*point) if point else None
    if point is None or lies_in is None or lies_in.pk not in reach.codes:
        return Venue(text)
    return Venue(text, (round(point[0], DECIMALS), round(point[1], DECIMALS)), lies_in)


def _announced(reach: Reach, wanted: list[str]) -> Iterable[Known]:
    """Where something was announced for everybody, the newest first. One query, by announcement_newest."""
    public = Announcement.objects.filter(
        commune__in=reach.codes,
        state=Announcement.State.PUBLISHED,
        residents_only=False,
        latitude__isnull=False,
    ).order_by("-published_at")
    for place, latitude, longitude in public.values_list("place", "latitude", "longitude")[:FORMER]:
        if latitude is not None and longitude is not None and begins(place, wanted):
            yield Known(spots.plain(place), (latitude, longitude), _("Déjà annoncé"))


def _lies_near(commune: Commune, point: Point) -> bool:
    """Its centre lies inside it: what is near the one is near the other, and reckoned sooner."""
    latitude, longitude = commune.latitude, commune.longitude
    if latitude is not None and longitude is not None and distance(latitude, longitude, *point) <= NEAR:
        return True
    boundary = getattr(commune, "boundary", None)
    return boundary is not None and metres_outside(boundary.geojson, *point) <= NEAR
