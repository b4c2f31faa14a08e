"""« Chaque semaine », « chaque mois »: the next draft is made by itself, once."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis
from hypothesis import strategies as st

from placette.groupbuys.collecting import periods
from placette.groupbuys.collecting import tasks as jobs
from placette.groupbuys.collecting.actions import rhythms
from placette.groupbuys.models import Campaign, Organiser, Rerun, Rhythm
from placette.notices.models import Notice
from placette.people.models import Membership
from placette.people.tests.factories import person_of

from .factories import campaign_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def nadia():
    return person_of("Nadia")


def weekly(nadia, time_machine, published=datetime(2026, 11, 2, 10, tzinfo=UTC)):
    time_machine.move_to(published)
    campaign = campaign_of(nadia, title="Le panier")
    rhythms.keep(campaign.pk, nadia, "week")
    return campaign


def drafts(campaign):
    return list(Campaign.objects.filter(copied_from=campaign, state="draft"))


@hypothesis(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(
    st.dates(date(2024, 1, 1), date(2030, 1, 1)),
    st.sampled_from(Rhythm.Every.values),
    st.integers(0, 900),
)
def test_every_day_lies_in_one_period(first, every, days):
    today = first + timedelta(days=days)
    last, following = periods.last_by(first, every, today), periods.next_after(first, every, today)
    assert first <= last <= today < following
    assert (following - last).days in ({7} if every == "week" else range(28, 32))
    assert periods.last_by(first, every, following) == following


def test_the_thirty_first_is_the_last_day_of_a_shorter_month():
    days = [periods.nth(date(2027, 1, 31), "month", number) for number in range(4)]
    assert days == [date(2027, 1, 31), date(2027, 2, 28), date(2027, 3, 31), date(2027, 4, 30)]


def test_a_draft_a_week_and_its_organiser_told(nadia, time_machine):
    campaign = weekly(nadia, time_machine)
    for day in range(3, 24):
        time_machine.move_to(datetime(2026, 11, day, 6, tzinfo=UTC))
        jobs.run_again(0)
        jobs.run_again(0)
    assert [each.period for each in Rerun.objects.order_by("period")] == [
        date(2026, 11, 9),
        date(2026, 11, 16),
        date(2026, 11, 23),
    ]
    assert len(drafts(campaign)) == 3
    assert {each.title for each in drafts(campaign)} == {"Le panier"}
    assert Notice.objects.filter(person=nadia, facts__event="again").count() == 3


def test_after_an_outage_of_weeks_one_draft_waits(nadia, time_machine):
    campaign = weekly(nadia, time_machine)
    time_machine.move_to(datetime(2026, 12, 2, 10, tzinfo=UTC))
    jobs.run_again(0)
    assert [each.period for each in Rerun.objects.all()] == [date(2026, 11, 30)]
    assert Rhythm.objects.get().next_on == date(2026, 12, 7)
    assert len(drafts(campaign)) == 1


def test_stopped_and_begun_again_makes_no_second_draft_of_a_period(nadia, time_machine):
    campaign = weekly(nadia, time_machine)
    time_machine.move_to(datetime(2026, 11, 9, 10, tzinfo=UTC))
    jobs.run_again(0)
    rhythms.stop(campaign.pk)
    rhythms.keep(campaign.pk, nadia, "week")
    Rhythm.objects.update(next_on=date(2026, 11, 9))
    jobs.run_again(0)
    assert len(drafts(campaign)) == 1


@pytest.mark.parametrize(
    "gone",
    [
        lambda nadia: Organiser.objects.filter(person=nadia).delete(),
        lambda nadia: Membership.objects.filter(person=nadia).update(verified_at=None),
    ],
)
def test_who_may_no_longer_organise_gets_no_draft(nadia, time_machine, gone):
    campaign = weekly(nadia, time_machine)
    gone(nadia)
    time_machine.move_to(datetime(2026, 11, 9, 10, tzinfo=UTC))
    jobs.run_again(0)
    assert drafts(campaign) == []
    assert not Rhythm.objects.exists()
