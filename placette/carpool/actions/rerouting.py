"""Roads that were estimated, because the router was down or there was none yet, are measured once it answers."""

from datetime import date

from django.db import transaction

from placette.carpool import occurrences
from placette.carpool.actions.ways import reach_of
from placette.carpool.geometry import Point
from placette.carpool.models import Way
from placette.carpool.router import NoRoad, Road, router
from placette.carpool.router.estimate import SOURCE, Estimator

A_BATCH = 200  # of one run; which ones is drawn, so that those to which no road leads keep nobody waiting


def measure_estimated(today: date) -> int:
    """Of ways that still go; returns how many. Nothing where no router is, and no more once it does not answer.

    What a driver accepts stays, and so does what was agreed: hours and shares are promises.
    """
    if isinstance(router(), Estimator):
        return 0
    measured = 0
    estimated = Way.objects.filter(occurrences.still_goes(today), is_open=True, source=SOURCE)
    for way in estimated.order_by("?")[:A_BATCH]:
        try:
            road = router().route(way.line)
        except NoRoad:
            continue
        if road.source == SOURCE:
            break
        measured += _write(way.pk, way.line, road)
    return measured


@transaction.atomic
def _write(pk: int, line: list[Point], road: Road) -> bool:
    """Unless it is gone, or was changed while the router was asked."""
    way = Way.objects.select_for_update(no_key=True).filter(pk=pk).first()
    if way is None or way.line != line:
        return False
    way.road, way.duration, way.source = round(road.metres), round(road.seconds), road.source
    way.reach = reach_of(line, way.road, way.detour, drives=way.role == "driver")
    way.save(update_fields=["road", "duration", "source", "reach"])
    return True
