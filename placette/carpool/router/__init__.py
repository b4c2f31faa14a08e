"""Roads between places: by a router where the operator runs one, else estimated from straight lines."""

from placette.carpool.router.chosen import road_along, router
from placette.carpool.router.roads import NoRoad, Road, Router, RouterFailed, Table

__all__ = ["NoRoad", "Road", "Router", "RouterFailed", "Table", "road_along", "router"]
