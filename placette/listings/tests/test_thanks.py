"""What a profile says of thanks, and to whom."""

import pytest
from django.utils import timezone

from placette.listings.actions import agreements
from placette.listings.models import Agreement, Thanks
from placette.people.models import Person
from placette.people.tests.factories import officer_of, person_of, touching

from .factories import agreement_in, answer_to, listing_of

pytestmark = pytest.mark.django_db


def thanked(to: Person, author: Person, text: str = "Merci pour la remorque !") -> Thanks:
    agreement = agreement_in(answer_to(listing_of(to), author))
    now = timezone.now()
    Agreement.objects.filter(pk=agreement.pk).update(state="done", decided_at=now, ended_at=now)
    return agreements.thank(agreement, author, text)


@pytest.fixture
def odile():
    """Of the commune between two that do not touch."""
    touching("31187", "31499")
    touching("31499", "75056")
    return person_of("Odile", lives_in="31499", shows_profile_to_town_hall=True)


def profile(client, viewer: Person, person: Person) -> str:
    client.force_login(viewer)
    return client.get(f"/habitants/{person.pk}/").content.decode()


def test_a_profile_names_nobody_whose_own_profile_does_not_open(client, odile):
    zebulon = person_of("Zébulon", lives_in="75056")
    thanked(odile, zebulon)
    far, near = person_of("Rose", lives_in="31187"), person_of("Paul", lives_in="31499")

    assert "Zébulon" not in profile(client, far, odile)
    assert "remorque" not in profile(client, far, odile)
    assert "Zébulon M." in profile(client, near, odile)
    assert "Zébulon M." in profile(client, zebulon, odile)


def test_the_town_hall_reads_no_thanks(client, odile):
    thanked(odile, person_of("Zébulon", lives_in="31499"))

    page = profile(client, officer_of("31499"), odile)

    assert "Odile" in page
    assert "Zébulon" not in page
    assert "remorque" not in page


def test_somebody_who_has_left_is_named_no_more(client, odile):
    paul = person_of("Paul", lives_in="31499")
    thanked(odile, paul)
    Person.objects.filter(pk=paul.pk).update(is_active=False)

    assert "Paul" not in profile(client, person_of("Luc", lives_in="31499"), odile)
    assert "Ancien membre" in profile(client, odile, odile)


def test_she_chooses_which_thanks_her_profile_shows(client, odile):
    thanks = thanked(odile, person_of("Paul", lives_in="31499"))
    neighbour = person_of("Luc", lives_in="31499")
    assert "Ne plus l’afficher" in profile(client, odile, odile)

    client.post(f"/moi/mercis/{thanks.pk}/", {"shown": "0"})
    assert "L’afficher" in profile(client, odile, odile)
    assert "remorque" not in profile(client, neighbour, odile)
    client.force_login(odile)
    client.post(f"/moi/mercis/{thanks.pk}/", {"shown": "1"})

    assert "remorque" in profile(client, neighbour, odile)
    assert "afficher" not in profile(client, neighbour, odile)


@pytest.mark.parametrize("who", ["author", "neighbour"])
def test_nobody_chooses_for_her(client, odile, who):
    paul = person_of("Paul", lives_in="31499")
    thanks = thanked(odile, paul)
    client.force_login(paul if who == "author" else person_of("Luc", lives_in="31499"))

    sent = client.post(f"/moi/mercis/{thanks.pk}/", {"shown": "0"})

    thanks.refresh_from_db()
    assert sent.status_code == 404
    assert thanks.shown_on_profile
