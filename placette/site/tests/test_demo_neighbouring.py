"""The demo's exchanges between communes, and its letters to the CCAS."""

import pytest

from placette.impact import publication
from placette.impact.models import Event
from placette.impact.periods import MONTH, period_of
from placette.impact.sheets import flows
from placette.people.models import Membership, Role
from placette.people.tests.factories import commune_of, person_of
from placette.site.demo import accounts
from placette.site.demo.chance import Chance
from placette.site.demo.community_says import speak_for_all
from placette.site.demo.in_confidence import write_in_confidence
from placette.site.demo.neighbouring import FROUZINS, MURET, exchange_between
from placette.site.demo.residents import FONSORBES
from placette.social.models import Letter

pytestmark = pytest.mark.django_db


def test_the_flow_map_shows_exchanges_between_three_communes():
    for code in (FONSORBES, FROUZINS, MURET):
        for number in range(8):
            person_of(f"Voisin{number}", lives_in=code)
    chance = Chance()

    made = exchange_between(chance, list(Membership.objects.all()))
    publication.refresh(chance.now)

    assert made == 2 * (17 + 9 + 7)
    last = period_of(MONTH, chance.now.date()).previous
    assert set(flows([FONSORBES, FROUZINS, MURET], last)) == {
        (FONSORBES, FROUZINS),
        (FONSORBES, MURET),
        (FROUZINS, MURET),
    }


def test_two_letters_one_of_which_waits():
    claire = person_of("Claire", lives_in=None, email=accounts.SOCIAL.email)
    Role.objects.create(person=claire, name=Role.Name.SOCIAL, commune=commune_of())
    for number in range(3):
        person_of(f"Voisin{number}")

    assert write_in_confidence(Chance(), list(Membership.objects.select_related("person", "commune"))) == 2
    assert Letter.objects.filter(waits_since__isnull=False).count() == 1


def test_the_community_has_told_all_its_communes_once():
    for code in (FONSORBES, FROUZINS, MURET):
        commune_of(code)
    person_of("Hélène", lives_in=None, email=accounts.TERRITORY.email)

    assert speak_for_all(Chance()) == 3 + 3 + 1
    assert Event.objects.count() == 3 + 1
