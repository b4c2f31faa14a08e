"""What the database keeps of the life of a space."""

from datetime import date

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.utils import timezone

from placette.places import actions
from placette.places.clock import months_later
from placette.places.models import Commune, Space

pytestmark = pytest.mark.django_db
LEGAL = {
    ("trial", "contract"), ("trial", "grace"), ("contract", "grace"), ("grace", "contract"), ("grace", "closed"),
    ("closed", "trial"), ("closed", "contract"),
}  # fmt: skip


@pytest.fixture
def commune() -> Commune:
    return Commune.objects.create(
        code="31187", name="Fonsorbes", of_name="de Fonsorbes", slug="fonsorbes", department_code="31",
        department_name="Haute-Garonne", region_name="Occitanie",
    )  # fmt: skip


@pytest.mark.parametrize("was", Space.State.values)
@pytest.mark.parametrize("to", Space.State.values)
def test_a_space_lives_in_order(commune, was, to):
    Space.objects.create(commune=commune, **{"opened_at": timezone.now(), **_in(was)})

    if was == to or (was, to) in LEGAL:
        Space.objects.update(**_in(to))
    else:
        with pytest.raises(IntegrityError, match="a_space_lives_in_order"), transaction.atomic():
            Space.objects.update(**_in(to))

    assert Space.objects.get().state == (to if was == to or (was, to) in LEGAL else was)


def _in(state: str) -> dict[str, object]:
    closed = state == "closed"
    return {
        "state": state,
        "ends_on": None if closed else date(2027, 1, 31),
        "closed_at": timezone.now() if closed else None,
    }


@pytest.mark.parametrize("wrong", [{"closed_at": timezone.now()}, {"state": "contract", "ends_on": None}])
def test_a_state_and_its_dates_agree(commune, wrong):
    Space.objects.create(commune=commune)

    with pytest.raises(IntegrityError), transaction.atomic():
        Space.objects.update(**wrong)


@pytest.mark.parametrize(
    ("at", "ends"),
    [
        ("2026-11-26T10:00:00+01:00", date(2027, 2, 26)),
        ("2026-11-30T10:00:00+01:00", date(2027, 2, 28)),
        # In Paris it is already the first of the month.
        ("2026-05-31T22:30:00+00:00", date(2026, 9, 1)),
    ],
)
def test_a_trial_lasts_three_calendar_months_in_paris(commune, at, ends):
    with time_machine.travel(at):
        opened = actions.open_space(commune)

    assert (opened.state, opened.ends_on) == ("trial", ends)
    Space.objects.update(ends_on=None)  # the database counts as we do
    assert Space.objects.get().ends_on == ends


def test_months_end_with_the_month():
    assert months_later(date(2027, 10, 31), 4) == date(2028, 2, 29)
    assert months_later(date(2026, 12, 15), 12) == date(2027, 12, 15)
