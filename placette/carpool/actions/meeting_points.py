"""A town hall's own meeting points: opened, said otherwise, closed."""

import uuid

from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef, Value
from django.db.models.functions import Concat, Lower
from django.utils import timezone

from placette.carpool.geometry import Point
from placette.carpool.models import Area
from placette.people.models import Person
from placette.places.models import Commune

MOST = 100  # open points of a commune: its list and its map show all of them


class NameTaken(Exception):
    """Another open point of this commune is called so."""


class TooMany(Exception):
    """The commune has MOST open points."""


class Closed(Exception):
    """Another officer has closed it since it was read."""


@transaction.atomic
def add(commune: Commune, officer: Person, name: str, point: Point, note: str = "") -> Area:
    """Whoever searches finds it at once. NameTaken, TooMany."""
    _room_for_one_more(commune)
    area = Area(
        key=f"mairie:{uuid.uuid4()}", kind=Area.Kind.MEETING, commune=commune, commune_code=commune.pk
    )
    return _said(area, officer, name=name, point=point, note=note)


def change(area: Area, officer: Person, name: str, point: Point, note: str = "") -> Area:
    """Rename it, move it. Rides that are agreed keep the place as they were agreed. NameTaken, Closed."""
    with transaction.atomic():
        # Read anew: `area` may be of before a closing or a merger of communes, which saving it would undo.
        there = Area.objects.select_for_update(no_key=True).filter(pk=area.pk, is_open=True).first()
        if there is None:
            raise Closed
        return _said(there, officer, name=name, point=point, note=note)


def close(area: Area, officer: Person) -> None:
    """Nobody is sent there any more; its name is free again."""
    area.is_open, area.officer, area.updated_on = False, officer, timezone.localdate()
    area.save(update_fields=["is_open", "officer", "updated_on"])


@transaction.atomic
def reopen(area: Area, officer: Person) -> None:
    """As it was when it was closed; nothing where it is open already. NameTaken, TooMany."""
    _room_for_one_more(area.commune)  # type: ignore[arg-type]  # a meeting point has one
    there = Area.objects.select_for_update(no_key=True).get(pk=area.pk)
    there.is_open = True
    _said(there, officer, name=there.name, point=there.point, note=there.note)


def _room_for_one_more(commune: Commune) -> None:
    """The commune's row is the lock: of two who open the last one the second reads the first."""
    Commune.objects.select_for_update(no_key=True).get(pk=commune.pk)
    if Area.objects.filter(commune=commune, is_open=True).count() >= MOST:
        raise TooMany


def move(gone: str, current: str) -> None:
    """A commune has become part of another: its points are those of the current one, a name that is there already with
    the old commune's beside it.
    """
    points = Area.objects.filter(commune=gone)
    named_alike = Area.objects.filter(commune=current, is_open=True).annotate(lower=Lower("name"))
    old = Commune.objects.filter(pk=gone).values_list("name", flat=True).first() or gone
    points.filter(is_open=True).filter(Exists(named_alike.filter(lower=Lower(OuterRef("name"))))).update(
        name=Concat("name", Value(f", {old}"))
    )
    points.update(commune=current, commune_code=current)


def _said(area: Area, officer: Person, *, name: str, point: Point, note: str) -> Area:
    area.name, area.note, area.officer, area.updated_on = name, note, officer, timezone.localdate()
    area.latitude, area.longitude = point
    try:
        with transaction.atomic():
            area.save()
    except IntegrityError as error:
        if "one_meeting_point_of_a_name" in str(error):
            raise NameTaken from None
        raise
    return area
