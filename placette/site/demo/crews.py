"""Two crews of Fonsorbes: parents on the way to school, with Jeanne among them, and co-workers on the way to Blagnac."""

from datetime import datetime, timedelta

from placette.carpool.crews.actions import members, planning, turns
from placette.carpool.crews.slots import slot
from placette.carpool.models import CrewRider
from placette.carpool.riding import End
from placette.people.models import Membership, Person
from placette.places import spots
from placette.places.models import Commune

from . import accounts
from .chance import Chance

SCHOOL_DAYS, WORKING_DAYS = 0b0011011, 0b0011111
SINCE = timedelta(days=14)


def form_crews(chance: Chance, memberships: list[Membership]) -> int:
    """Returns how many there are."""
    ours = {each.email for each in accounts.ALL}
    here = [
        each for each in memberships
        if each.verified_at and each.commune_id == "31187" and each.person.email not in ours
    ]  # fmt: skip
    neighbours = [each.person for each in chance.draw.sample(here, min(5, len(here)))]
    jeanne, karim = (Person.objects.get(email=each.email) for each in (accounts.RESIDENT, accounts.SECOND))
    home = jeanne.memberships.select_related("commune").order_by("purpose").first()
    assert home is not None
    since = chance.now - SINCE
    here_is, blagnac = _end(home.commune), _end(Commune.objects.get(pk="31069"))
    middle = spots.rounded((here_is.point[0] + 0.010, here_is.point[1] - 0.008))
    school = End(spots.written(here_is.name, middle), middle)
    _crew(
        chance, [jeanne, karim, neighbours[0]], home, since, kind="school", name="Les écoliers de la Béouzo",
        place_name="École de la Béouzo, Fonsorbes", **_ends(here_is, school), road=2_300, weekdays=SCHOOL_DAYS, out_clock=8 * 3600 + 1200,
        back_clock=16 * 3600 + 1800, rests_with_zone="C", needs=(1, 2, 1), seats=(4, 4, 4),
    )  # fmt: skip
    _crew(
        chance, neighbours[1:5], home, since, kind="work", name="Les matinaux de Blagnac",
        place_name="Zone aéroportuaire, Blagnac", **_ends(here_is, blagnac), road=21_500, weekdays=WORKING_DAYS, out_clock=7 * 3600 + 2700,
        back_clock=17 * 3600, rests_with_zone="", needs=(1, 1, 1, 1), seats=(3, 4, 0, 3),
    )  # fmt: skip
    return 2


def _crew(
    chance: Chance,
    people: list[Person],
    home: Membership | None,
    since: datetime,
    *,
    needs: tuple[int, ...],
    seats: tuple[int, ...],
    **fields: object,
) -> None:
    """Formed two weeks ago, planned week by week, and what is past is confirmed by all."""
    assert home is not None
    own = [{"needs": each, "seats": car} for each, car in zip(needs, seats, strict=True)]
    first, *others = people
    crew = members.found(first, home, since, own=own[0], **fields)
    for person, brings in zip(others, own[1:], strict=False):
        members.join(crew, person, since, first, **brings)
    for days in range(0, SINCE.days + 1, 7):
        planning.arrange(planning.locked(crew), since + timedelta(days=days))
    yesterday = chance.now.date() - timedelta(days=1)
    for ride in CrewRider.objects.filter(crew=crew, day__lt=yesterday, turn__isnull=False):
        after = slot(crew, ride.day, ride.direction).at + timedelta(hours=1)
        turns.report(ride, after, took_place=True, would_have_driven=True)


def _ends(start: End, end: End) -> dict[str, object]:
    return {
        "start_name": start.name, "start_latitude": start.point[0], "start_longitude": start.point[1],
        "end_name": end.name, "end_latitude": end.point[0], "end_longitude": end.point[1],
    }  # fmt: skip


def _end(commune: Commune) -> End:
    return End(commune.name, (commune.latitude or 0.0, commune.longitude or 0.0))
