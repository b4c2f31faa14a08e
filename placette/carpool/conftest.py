"""A day on which the trips of these tests lie ahead."""

from collections.abc import Iterator

import pytest
import time_machine


@pytest.fixture
def november() -> Iterator[None]:
    with time_machine.travel("2026-11-25T12:00Z", tick=False):
        yield
