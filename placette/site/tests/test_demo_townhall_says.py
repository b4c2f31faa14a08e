"""The demo's announcements and polls."""

import pytest
from django.utils import timezone

from placette.civic.models import Announcement, Poll
from placette.people.models import Membership, Role
from placette.people.tests.factories import commune_of, person_of
from placette.site.demo import accounts
from placette.site.demo.chance import Chance
from placette.site.demo.townhall_says import speak

pytestmark = pytest.mark.django_db


def test_one_of_each_kind_and_a_result():
    officer = person_of(lives_in=None, email=accounts.OFFICER.email)
    Role.objects.create(person=officer, name="officer", commune=commune_of())
    for number in range(20):
        person_of(f"Voisin{number}")

    assert speak(Chance(), list(Membership.objects.select_related("person"))) == 10

    assert {each.level for each in Announcement.objects.all()} == {"normal", "important", "emergency"}
    assert Announcement.objects.get(state="scheduled").publish_at > timezone.now()
    assert Announcement.objects.get(level="emergency").is_over(timezone.now())
    counted = Poll.objects.get(state="counted")
    assert counted.ballots == 20
    assert sum(option.score for option in counted.options.all()) == 20
    assert Poll.objects.get(state="published").is_open(timezone.now())
