"""Letters that a worker could not make when it was asked to."""

from datetime import timedelta

import pytest
from django.core.files.storage import default_storage
from django.utils import timezone

from placette.invitations import tasks
from placette.invitations.actions import campaigns, letters
from placette.invitations.models import Letter
from placette.notices.kinds import KINDS
from placette.notices.models import Notice
from placette.people.tests.factories import officer_of

from .campaigns import letters_to, packed

pytestmark = pytest.mark.django_db


def test_what_a_broken_worker_could_not_make_is_made_later_or_given_up_and_told(time_machine):
    officer = officer_of()
    campaign = letters_to("1 à 2 rue Haute", officer)
    campaigns.begin(campaign.pk, officer)
    stays = packed(campaign)

    time_machine.move_to(timezone.now() + letters.TRIED_AGAIN + timedelta(minutes=1))
    assert letters.to_try_again() == [campaign.pk]
    assert letters.end_stuck() == 0
    time_machine.move_to(timezone.now() + letters.STUCK)
    assert letters.to_try_again() == []
    tasks.forget_old(0)

    campaign.refresh_from_db()
    assert campaign.state == "cancelled"
    assert not Letter.objects.exists(), "no address stays"
    assert not default_storage.exists(stays.file)
    told = Notice.objects.get(person=officer)
    assert told.kind == "letters_given_up"
    assert "n’ont pas pu être préparées" in KINDS[told.kind].sentence(told.facts)


def test_a_campaign_of_several_days_is_fetched_for_a_week_from_its_end(time_machine):
    campaign = letters_to("1 rue Haute")
    campaigns.begin(campaign.pk, campaign.by)
    packed(campaign, 7)
    time_machine.move_to(timezone.now() + timedelta(days=3))

    letters.make_packet(campaign.pk)

    first, last = campaign.packets.order_by("first")
    assert first.until == last.until > timezone.now() + letters.KEPT - timedelta(minutes=1)
