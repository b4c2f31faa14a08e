"""The demo's reports and ideas."""

import pytest

from placette.civic.models import Idea, Report
from placette.people.models import Membership, Role
from placette.people.tests.factories import commune_of, person_of
from placette.site.demo import accounts
from placette.site.demo.chance import Chance
from placette.site.demo.streets_and_ideas import report_and_propose

pytestmark = pytest.mark.django_db


def test_fourteen_reports_and_nine_ideas_in_all_states():
    officer = person_of(lives_in=None, email=accounts.OFFICER.email)
    Role.objects.create(person=officer, name="officer", commune=commune_of())
    for number in range(60):
        person_of(f"Voisin{number}")

    assert report_and_propose(Chance(), list(Membership.objects.select_related("person"))) == 23

    assert {each.state for each in Report.objects.all()} == set(Report.State.values)
    assert {each.state for each in Idea.objects.all()} == set(Idea.State.values)
    assert max(each.supports for each in Idea.objects.all()) == 41
