from collections.abc import Iterator

import pytest
from django.db import transaction

from placette.places import loader
from placette.places.loader.load import Gathered

# Haute-Garonne, Paris, Corse-du-Sud, Ain (merged communes), and an overseas collectivity.
DEPARTMENTS = {"31", "75", "2A", "01", "975"}


@pytest.fixture(scope="session")
def gathered() -> Gathered:
    return loader.gather(DEPARTMENTS)


@pytest.fixture(scope="module")
def communes(gathered: Gathered, django_db_setup, django_db_blocker) -> Iterator[None]:
    """Real communes for all the tests of a file; gone after it."""
    with django_db_blocker.unblock(), transaction.atomic():
        loader.store(gathered)
        yield
        transaction.set_rollback(True)


@pytest.fixture
def places(communes: None, db: None) -> None:
    """The same, for a test that may write."""
