"""The router of this site's settings; where it fails, the estimate, which says that it is one."""

import logging
from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import TypeVar

from django.conf import settings

from placette.carpool.geometry import Point
from placette.carpool.router.estimate import Estimator
from placette.carpool.router.osrm import Osrm
from placette.carpool.router.roads import NoRoad, Road, Router, RouterFailed, Table
from placette.carpool.router.valhalla import Valhalla
from placette.core.resting import Rest

BUDGET = 1.0  # seconds for one question of a page
REST = 30.0  # seconds during which a router that failed is not asked
KINDS: dict[str, Callable[[str, float], Router]] = {"osrm": Osrm, "valhalla": Valhalla}

Answer = TypeVar("Answer", Road, Table)
log = logging.getLogger(__name__)


def router() -> Router:
    """PLACETTE_ROUTER_URL and PLACETTE_ROUTER_KIND; the same one for all threads of a process."""
    configuration = settings.CONFIGURATION
    return _chosen(configuration.router_url, configuration.router_kind)


def road_along(points: Sequence[Point]) -> Road:
    """One question to the router; estimated where it knows no road: on an island, or in a place that its map has not."""
    try:
        return router().route(points)
    except NoRoad:
        return Estimator().route(points)


@lru_cache(maxsize=8)
def _chosen(address: str, kind: str) -> Router:
    if not address:
        return Estimator()
    return Guarded(KINDS[kind](address, BUDGET))


class Guarded:
    """A router that may fail: then the estimate answers, at once for a while, so that no page waits for it again."""

    def __init__(self, asked: Router, rest: float = REST) -> None:
        self.source = asked.source
        self._asked = asked
        self._estimator = Estimator()
        self._rest = Rest(rest)

    def route(self, points: Sequence[Point]) -> Road:
        return self._answer(lambda router: router.route(points))

    def table(self, sources: Sequence[Point], targets: Sequence[Point]) -> Table:
        return self._answer(lambda router: router.table(sources, targets))

    def _answer(self, question: Callable[[Router], Answer]) -> Answer:
        if self._rest.is_over():
            try:
                return question(self._asked)
            except RouterFailed as failed:
                # Without the question: it says where people drive.
                log.warning(
                    "The router (%s) failed: %s. Roads are estimated for %d s.",
                    self.source,
                    failed,
                    self._rest.seconds,
                )
                self._rest.begin()
        return question(self._estimator)
