"""What the Standard Covoiturage has no words for: the passengers along a driver's road, for partners that find drivers."""

from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Field, Query, Router, Schema

from placette.carpool.geometry import SLACK, detour_by_default, place, road_estimate, straight
from placette.carpool.models import PartnerKey
from placette.carpool.standard import journeys, queries
from placette.carpool.standard.access import Key
from placette.carpool.standard.queries import HALF_THE_EARTH, Asked
from placette.carpool.standard.schemas import Latitude, Longitude, Moment, Seconds
from placette.site.api_problems import Problem

router = Router(auth=Key(PartnerKey.Scope.SEARCH), tags=["carpool"])


class Drive(Schema):
    """A drive, in the standard's words; `detour` is how many metres longer its road may become."""

    departureLat: Latitude
    departureLng: Longitude
    arrivalLat: Latitude
    arrivalLng: Longitude
    departureDate: Moment
    timeDelta: Seconds = 1_800
    detour: Annotated[int, Field(ge=0, le=50_000)] | None = None
    count: Annotated[int, Field(ge=0)] | None = None


@router.get(
    "/passengers_along",
    response={200: list[dict[str, Any]], 401: Problem, 422: Problem, 429: Problem},
)
def passengers_along(request: HttpRequest, drive: Query[Drive]) -> Any:
    """PassengerJourney objects of the standard along the whole road, least detour first, when the driver comes by."""
    start, end = (drive.departureLat, drive.departureLng), (drive.arrivalLat, drive.arrivalLng)
    road = road_estimate(straight(place(start), place(end)))
    detour = detour_by_default(road) if drive.detour is None else drive.detour
    asked = Asked(start, end, HALF_THE_EARTH, HALF_THE_EARTH, (road + detour) * SLACK)
    at = journeys.moment(drive.departureDate)
    return journeys.dated(queries.along, asked, at, drive.timeDelta, drive.count)
