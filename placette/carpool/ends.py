"""From what people type to the two ends of a ride: home, a point of the map, a carpool area, a commune, an address.

Whatever an end is made of (an address, a point touched on the map, the device's position), what is kept and shown is
the commune, the area, or the centre of its H3 cell of resolution 9 with the commune's name: never the address.
What an end is called reads back to the same place.
"""

from django.utils.translation import gettext as _

from placette.carpool.geometry import Point, place, straight
from placette.carpool.models import Area
from placette.carpool.queries import areas
from placette.carpool.riding import End
from placette.people.models import Membership
from placette.people.standing import Standing
from placette.places import abroad, geocoder, names, queries, spots
from placette.places.models import Commune
from placette.places.spots import NoPlace

HOME_WORDS = frozenset({"chezmoi", "mamaison", "maison", "domicile", "home"})
HOMONYMS = 20  # communes looked at: some names are borne by more than the suggestions show
WORK_WORDS = frozenset({"travail", "montravail", "bureau", "aubureau", "work"})
LONGEST_NAME = 80  # of a public place; with its numbers it goes into the column of a way's end
TOUCHED = 120  # metres from an area: the point comes with three decimals, some 70 m beside
SAME_AREA = 200  # metres: three decimals are 70 beside


def found(text: str, standing: Standing, near: Point | None = None) -> End | None:
    """The place that `text` most likely means for her; of those of the same name the one nearest to `near`.

    An address is looked for by this site's geocoder, where it has one, else answered by its commune. NoPlace where it is
    a point from which nobody is driven. One query for the name of a commune, up to nine for what is none (places.search, a
    name of an area).
    """
    if own := _own(names.key(text), standing):
        return own
    if spot := spots.read(text):
        return _area_at(spot) or at(spot.point)
    if area := _area_named(text, near):
        return of_area(area)
    communes = _placed(queries.named(text, HOMONYMS)) or _placed(queries.search(text, HOMONYMS))
    if not _is_a_commune(text, communes):
        if near and (place_called := areas.called(names.key(text), near)):
            return of_area(place_called)
        if point := geocoded(text, standing, near):
            return at(point)
    return _nearest(communes, near) if communes else None


def geocoded(text: str, standing: Standing, near: Point | None) -> Point | None:
    """Where an address is. A query, where this site has a geocoder."""
    return geocoder.find_for(standing.person.pk if standing.person else 0, text, near)


def at(point: Point) -> End:
    """Any point: the middle of its hexagon, by the name of the commune or of the country. NoPlace. One to four queries."""
    middle = spots.rounded(point)
    commune = queries.commune_at(*middle)
    if name := commune.name if commune else abroad.country_at(*middle):
        return End(spots.written(name, middle), middle)
    if queries.is_near_france(*middle):
        raise NoPlace(_("Ce point est en mer, ou aucune route n’y mène. Touchez un lieu sur la terre ferme."))
    raise NoPlace(
        _(
            "Ce lieu est trop loin : en France, ou à moins de 100 km de sa frontière. Vérifiez les deux nombres."
        )
    )


def touched(point: Point) -> End:
    """A point of the map: the area that is shown there, otherwise as `at`. NoPlace. One query more."""
    there = areas.near(point, TOUCHED, 1)
    return of_area(there[0]) if there else at(point)


def of_area(area: Area | areas.Found) -> End:
    """A carpool area, which is no secret: where it is, to the metre."""
    point = area.latitude, area.longitude
    return End(spots.written(called(area.name), point), point)


def called(name: str) -> str:
    """A public place as an end, beside the numbers of its point."""
    return spots.plain(name)[:LONGEST_NAME].strip()


def home_of(standing: Standing) -> Point | None:
    """The commune where she lives. Wants memberships with their commune."""
    return _centre(standing.home) if standing.home else None


def _own(key: str, standing: Standing) -> End | None:
    """« chez moi »: her commune's centre. The hexagon around her address is for her alone (people.rules.may_see_cell)."""
    wanted = {Membership.Purpose.HOME: HOME_WORDS, Membership.Purpose.WORK: WORK_WORDS}
    for membership in standing.memberships:
        if key in wanted[Membership.Purpose(membership.purpose)] and (point := _centre(membership)):
            return End(membership.commune.name, point)
    return None


def _area_at(spot: spots.Spot) -> End | None:
    if not spot.name:
        return None
    same = names.key(spot.name)
    around = areas.near(spot.point, SAME_AREA)
    return next((of_area(each) for each in around if names.key(called(each.name)) == same), None)


def _area_named(text: str, near: Point | None) -> Area | None:
    """« aire de covoiturage de Muret ». A town may be called Aire, too: one of these words is wanted."""
    plain = names.plain(text)
    is_meant = plain.startswith(("aire de ", "aire du ", "aire des ", "parking ")) or "covoiturage" in plain
    return areas.named(plain, near) if is_meant else None


def _placed(communes: list[queries.Found]) -> list[queries.Found]:
    return [each for each in communes if each.commune.latitude is not None]


def _is_a_commune(text: str, found: list[queries.Found]) -> bool:
    """Nothing but its name, a postcode, a code, or the name with its department: no geocoder knows it better."""
    typed = names.key(text)
    return any(
        typed
        in {
            names.key(each.label),
            names.key(each.title),
            names.key(f"{each.title} {each.commune.department_code}"),
        }
        for each in found
    )


def _nearest(communes: list[queries.Found], near: Point | None) -> End:
    first = communes[0]
    alike = [each for each in communes if each.title == first.title]
    if len(alike) == 1:
        return End(first.title, _point(first.commune))
    if near:
        here = place(near)
        first = min(alike, key=lambda each: straight(here, place(_point(each.commune))))
    return End(f"{first.title} ({first.commune.department_code})", _point(first.commune))


def _centre(membership: Membership) -> Point | None:
    return None if membership.commune.latitude is None else _point(membership.commune)


def _point(commune: Commune) -> Point:
    return commune.latitude or 0.0, commune.longitude or 0.0
