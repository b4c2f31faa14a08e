"""From what people type to the two ends of a ride: a commune, a postcode, an address of which the commune is kept, home."""

from placette.carpool.geometry import Point, place, straight
from placette.carpool.riding import End
from placette.people.models import Membership
from placette.people.standing import Standing
from placette.places import names, queries
from placette.places.models import Commune

HOME_WORDS = frozenset({"chezmoi", "mamaison", "maison", "domicile", "home"})
HOMONYMS = 20  # communes looked at: some names are borne by more than the suggestions show
WORK_WORDS = frozenset({"travail", "montravail", "bureau", "aubureau", "work"})


def found(text: str, standing: Standing, near: Point | None = None) -> End | None:
    """The place that `text` most likely means for her; of communes of the same name the one nearest to `near`.

    An address is answered by its commune: nobody else reads where somebody lives. What the end is called reads back to
    the same place. Two to eight queries (places.search).
    """
    if own := _own(names.key(text), standing):
        return own
    communes = [each for each in queries.search(text, HOMONYMS) if each.commune.latitude is not None]
    if not communes:
        return None
    first = communes[0]
    alike = [each for each in communes if each.title == first.title]
    if len(alike) == 1:
        return End(first.title, _point(first.commune))
    if near:
        here = place(near)
        first = min(alike, key=lambda each: straight(here, place(_point(each.commune))))
    return End(f"{first.title} ({first.commune.department_code})", _point(first.commune))


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


def _centre(membership: Membership) -> Point | None:
    return None if membership.commune.latitude is None else _point(membership.commune)


def _point(commune: Commune) -> Point:
    return commune.latitude or 0.0, commune.longitude or 0.0
