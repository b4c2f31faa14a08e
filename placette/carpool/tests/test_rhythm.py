"""« Quelqu’un fait la même route »: on the site at once, by e-mail at the rhythm that each has chosen."""

import pytest
import time_machine

from placette.notices.models import Notice
from placette.notices.tasks import digests

from .test_journey import _communes, _thursday_morning, as_, drive, jeanne, karim

__all__ = ["_communes", "_thursday_morning", "as_", "jeanne", "karim"]  # fixtures
pytestmark = pytest.mark.django_db(transaction=True)
SIX_O_CLOCK = 1_795_798_800  # in Paris, on Friday 27 November 2026


def told_of_jeanne(worker, as_, karim, jeanne, **typed) -> None:
    """Karim was there first."""
    as_(karim).post("/trajets/nouveau/", drive(**typed))
    worker()
    as_(jeanne).post("/trajets/nouveau/", drive(role="passenger", seats="1", **typed))
    worker()


@pytest.mark.parametrize(
    ("rhythm", "at_once", "by_the_evening"),
    [("", 1, 1), ("at_once", 1, 1), ("daily", 0, 1), ("never", 0, 0)],
)
def test_each_is_told_as_she_wants(smtp, worker, as_, karim, jeanne, rhythm, at_once, by_the_evening):
    as_(karim).post("/avis/reglages/", {"ride_match": rhythm})

    told_of_jeanne(worker, as_, karim, jeanne, on="2026-12-01")
    first = len(smtp.to(karim.email))
    for _ in range(2):
        digests(SIX_O_CLOCK)
        worker()

    assert Notice.objects.get(kind="ride_match").person == karim  # on the site whatever she wants by e-mail
    assert (first, len(smtp.to(karim.email))) == (at_once, by_the_evening)
    assert all("Jeanne M." in each.get_body(("plain",)).get_content() for each in smtp.to(karim.email))


def test_a_ride_that_has_left_by_the_evening_is_not_in_the_digest(smtp, worker, as_, karim, jeanne):
    as_(karim).post("/avis/reglages/", {"ride_match": "daily"})
    told_of_jeanne(worker, as_, karim, jeanne)  # tomorrow at eight

    with time_machine.travel("2026-11-27T17:00:00+00:00", tick=False):
        digests(SIX_O_CLOCK)
        worker()

    assert Notice.objects.filter(kind="ride_match").exists()
    assert smtp.to(karim.email) == []


@pytest.mark.parametrize(("last_day", "mails"), [("", 1), ("2027-06-30", 1), ("2026-11-27", 0)])
def test_who_goes_every_week_is_in_the_digest_as_long_as_they_go(
    smtp, worker, as_, karim, jeanne, last_day, mails
):
    as_(karim).post("/avis/reglages/", {"ride_match": "daily"})
    working_days = {"rhythm": "weekly", "weekdays": ["0", "1", "2", "3", "4"]}
    told_of_jeanne(
        worker, as_, karim, jeanne, last_day=last_day, **working_days
    )  # tomorrow at eight, and then

    with time_machine.travel("2026-11-27T17:00:00+00:00", tick=False):
        digests(SIX_O_CLOCK)
        worker()

    assert len(smtp.to(karim.email)) == mails
