"""The demo's invitations."""

import pytest

from placette.invitations.queries import campaigns
from placette.people.models import Membership
from placette.people.tests.factories import officer_of, person_of
from placette.site.demo import accounts
from placette.site.demo.chance import Chance
from placette.site.demo.invitations import invite

pytestmark = pytest.mark.django_db


def test_each_campaign_has_brought_some():
    officer = officer_of()
    officer.email = accounts.OFFICER.email
    officer.save()
    for number in range(7):
        person_of(f"Voisin{number}")

    assert invite(Chance(), list(Membership.objects.select_related("person"))) == 4

    assert [each.counted for each in campaigns("31187")] == [46, 17, 38, 7]
