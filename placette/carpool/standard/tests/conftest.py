"""A partner with a key."""

import pytest

from .asking import PartnerClient


@pytest.fixture
def partner() -> PartnerClient:
    return PartnerClient()
