"""From what people type to the two ends of a ride: a commune, a postcode, an address of which the commune is kept, home."""

from placette.carpool.geometry import Point, place, straight
from placette.carpool.riding import End
from placette.people.models import Membership
from placette.people.standing import Standing
from placette.places import cells, names, queries
from placette.places.models import Commune

HOME_WORDS = frozenset({"chezmoi", "mamaison", "maison", "domicile", "home"})
WORK_WORDS = frozenset({"travail", "montravail", "bureau", "aubureau", "work"})


def found(text: str, standing: Standing, near: Point | None = None) -> End | None:
    """The place that `text` most likely means for her; of communes of the same name the one nearest to `near`.

    An address is answered by its commune: nobody else reads where somebody lives. Two to eight queries (places.search).
    """
    if own := _own(names.key(text), standing):
        return own
    communes = [each for each in queries.search(text) if each.commune.latitude is not None]
    if not communes:
        return None
    first = communes[0]
    alike = [each for each in communes if each.title == first.title]
    if near and len(alike) > 1:
        here = place(near)
        first = min(alike, key=lambda each: straight(here, place(_point(each.commune))))
    return End(first.title, _point(first.commune))


def home_of(standing: Standing) -> Point | None:
    """About where she lives: her hexagon, or else her commune. Wants memberships with their commune."""
    return _about(standing.home) if standing.home else None


def _own(key: str, standing: Standing) -> End | None:
    wanted = {Membership.Purpose.HOME: HOME_WORDS, Membership.Purpose.WORK: WORK_WORDS}
    for membership in standing.memberships:
        if key in wanted[Membership.Purpose(membership.purpose)] and (point := _about(membership)):
            quarter = f", {membership.quarter.name}" if membership.quarter else ""
            return End(f"{membership.commune.name}{quarter}", point)
    return None


def _about(membership: Membership) -> Point | None:
    if membership.cell:
        return cells.centre(membership.cell)
    commune = membership.commune
    return None if commune.latitude is None else _point(commune)


def _point(commune: Commune) -> Point:
    return commune.latitude or 0.0, commune.longitude or 0.0
