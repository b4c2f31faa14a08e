"""The pages of collecting, as organisers, those who take part, helpers and strangers see them."""

import uuid
from datetime import UTC, datetime, timedelta

import pytest
from django.template.loader import render_to_string
from icalendar import Calendar

from placette.groupbuys.collecting import panel
from placette.groupbuys.collecting.actions import choosing, finishing, helping
from placette.groupbuys.models import (
    Campaign,
    HandOver,
    Helper,
    PickUp,
    Slot,
    Substitute,
    Thanks,
)
from placette.people.actions.joining import leave
from placette.people.models import Membership
from placette.people.tests.factories import person_of, standing

from .collected import share_of, slot_of, succeeded, ticked
from .factories import offered

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 26, 9, tzinfo=UTC)
SATURDAY = datetime(2026, 11, 28, 9, tzinfo=UTC)


@pytest.fixture
def people():
    return [person_of(name) for name in ("Nadia", "Luc", "Odile", "Karim")]


@pytest.fixture
def campaign(people, time_machine):
    """Karim takes no part."""
    time_machine.move_to(NOW - timedelta(days=20))
    campaign = succeeded(people[0], dict.fromkeys(people[:3], 1))
    time_machine.move_to(NOW)
    return campaign


def page(client, person, campaign, part=""):
    client.force_login(person)
    return client.get(f"/achats/{campaign.pk}/retrait/{part}")


def send(client, person, campaign, part, **fields):
    client.force_login(person)
    return client.post(f"/achats/{campaign.pk}/retrait/{part}", fields)


SLOT = {"day": "2026-11-28", "begins": "10:00", "ends": "12:00", "place": "Salle des fêtes", "capacity": "4"}


def test_an_organiser_adds_a_slot_on_the_commune_s_clocks(client, people, campaign):
    key = str(uuid.uuid4())
    for _ in range(2):
        response = send(client, people[0], campaign, "creneaux/", **SLOT, hands="2", key=key)
        assert response.status_code == 302
    slot = Slot.objects.get()
    assert (slot.starts_at, slot.ends_at) == (SATURDAY, SATURDAY + timedelta(hours=2))
    assert (slot.capacity, slot.hands) == (4, 2)


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"day": "2026-11-25"}, "Ce moment est passé"),
        ({"ends": "09:00"}, "La fin vient après le début"),
        ({"day": "2027-03-28", "begins": "02:30"}, "on passe à l’heure d’été"),
        ({"day": "2029-01-01"}, "un an au plus"),
        ({"day": "0001-01-01"}, "Ce moment est passé"),
        ({"day": "9999-12-31"}, "un an au plus"),
        ({"day": "hier"}, "Choisissez un jour"),
        ({"begins": ""}, "À partir de quelle heure"),
        ({"place": ""}, "Dites où l’on vient"),
        ({"capacity": "0"}, "Une personne au moins"),
        ({"capacity": "1e9"}, "Un nombre entier"),
        ({"capacity": "100000"}, "Dix mille personnes au plus"),
        ({"hands": "-1"}, "Un nombre entier"),
    ],
)
def test_what_is_wrong_with_a_slot_is_said_and_nothing_is_lost(client, people, campaign, fields, said):
    response = send(client, people[0], campaign, "creneaux/", **SLOT | {"place": "La grange"} | fields)
    assert response.status_code == 422
    assert said in response.content.decode()
    assert "place" in fields or "La grange" in response.content.decode()
    assert not Slot.objects.exists()


def test_a_participant_chooses_sees_and_frees_her_slot(client, people, campaign):
    slot = slot_of(campaign, SATURDAY, capacity=1)
    assert "Je viens" in page(client, people[1], campaign).content.decode()
    send(client, people[1], campaign, f"creneaux/{slot.pk}/choisir/")
    read = page(client, people[1], campaign).content.decode()
    assert "Samedi 28 novembre de 10\xa0h à 12\xa0h" in read.replace(" h", "\xa0h")
    assert "Complet" in page(client, people[2], campaign).content.decode()
    response = client.post(f"/achats/{campaign.pk}/retrait/creneaux/{slot.pk}/choisir/", follow=True)
    assert "vient de se remplir" in response.content.decode()
    send(client, people[1], campaign, "liberer/")
    assert not PickUp.objects.exists()


def test_names_of_helpers_are_for_organisers_and_helpers(client, people, campaign):
    slot = slot_of(campaign, SATURDAY, hands=2)
    send(client, people[3], campaign, f"creneaux/{slot.pk}/aider/")
    assert Helper.objects.get().person == people[3]
    assert "Karim M." in page(client, people[0], campaign).content.decode()
    assert "Karim M." not in page(client, people[1], campaign).content.decode()
    send(client, people[1], campaign, f"creneaux/{slot.pk}/aider/")
    assert "Karim M." in page(client, people[1], campaign).content.decode()
    send(client, people[3], campaign, f"creneaux/{slot.pk}/ne-plus-aider/")
    assert Helper.objects.get().person == people[1]


def test_strangers_and_neighbours_find_no_more_than_is_theirs(client, people, campaign):
    far = person_of("Zoé", lives_in="75056")
    slot = slot_of(campaign, SATURDAY)
    for part in ("", "mon-code/", "mon-creneau.ics", "remise/", "restes/", "remise/hors-ligne.js"):
        if part != "remise/hors-ligne.js":  # the same script for everybody
            assert page(client, far, campaign, part).status_code == 404, part
    for part in ("mon-code/", "mon-creneau.ics", "restes/"):
        assert page(client, people[3], campaign, part).status_code == 404, part
    share = share_of(campaign, people[1])
    for who in (people[1], people[3], far):
        for part in (
            "creneaux/", f"creneaux/{slot.pk}/", f"creneaux/{slot.pk}/supprimer/", "restes/", "terminer/",
            f"remise/{share.pk}/", f"remise/{share.pk}/annuler/", "remise/tout/",
        ):  # fmt: skip
            assert send(client, who, campaign, part, **SLOT).status_code == 404, part
    assert not HandOver.objects.exists()
    other = slot_of(succeeded(people[3], {people[3]: 1}), SATURDAY)
    assert send(client, people[0], campaign, f"creneaux/{other.pk}/", **SLOT).status_code == 404


def test_who_has_moved_away_collects_what_she_owes_and_lends_no_hand(client, people, campaign):
    luc, slot = people[1], slot_of(campaign, SATURDAY, hands=1)
    leave(luc, Membership.Purpose.HOME)

    assert page(client, luc, campaign).status_code == 200
    send(client, luc, campaign, f"creneaux/{slot.pk}/choisir/")
    assert PickUp.objects.get().slot == slot
    for part in ("mon-code/", "mon-creneau.ics"):
        assert page(client, luc, campaign, part).status_code == 200, part
    send(client, luc, campaign, "mon-code/", name="Rose")
    assert Substitute.objects.get().name == "Rose"
    send(client, luc, campaign, "liberer/")
    assert not PickUp.objects.exists()
    send(client, luc, campaign, f"creneaux/{slot.pk}/aider/")
    assert not Helper.objects.exists()
    leave(people[3], Membership.Purpose.HOME)
    assert page(client, people[3], campaign).status_code == 404
    Campaign.objects.filter(pk=campaign.pk).update(state="done")
    client.force_login(luc)
    client.post(f"/achats/{campaign.pk}/merci/", {"text": "Merci à tous !"})
    assert Thanks.objects.get().text == "Merci à tous !"


def test_her_slot_is_read_by_her_calendar_program(client, people, campaign):
    choosing.choose(share_of(campaign, people[1]), slot_of(campaign, SATURDAY).pk)
    response = page(client, people[1], campaign, "mon-creneau.ics")
    (event,) = Calendar.from_ical(response.content).events
    assert response["Content-Type"].startswith("text/calendar")
    assert (event.start, event.end) == (SATURDAY, SATURDAY + timedelta(hours=2))
    assert str(event["SUMMARY"]).replace("\u00a0", " ") == "Venir chercher : Granulés de bois ensemble"
    assert event["LOCATION"] == "Salle des fêtes"
    assert page(client, people[2], campaign, "mon-creneau.ics").status_code == 404


def drawn(shown):
    return render_to_string(*shown) if shown else ""


def test_panels_show_each_what_is_hers(people, campaign, django_assert_max_num_queries):
    slot = slot_of(campaign, SATURDAY, hands=1)
    choosing.choose(share_of(campaign, people[1]), slot.pk)

    def collecting(person, takes_part=True):
        found = Campaign.objects.prefetch_related("organisers").select_related("commune").get(pk=campaign.pk)
        pledge, who = found.pledges.filter(person=person).first(), standing(person)
        with django_assert_max_num_queries(6):
            return drawn(panel.collecting(who, found, pledge))

    assert "Samedi 28 novembre" in collecting(people[1])
    assert "Choisir mon créneau" in collecting(people[2])
    assert "Organiser le retrait" in collecting(people[0])
    assert "1 coup de main" in collecting(people[3])
    for each in people[:2]:
        ticked(share_of(campaign, each), people[0])
    finishing.finish(campaign.pk)
    found = Campaign.objects.prefetch_related("organisers").get(pk=campaign.pk)
    luc = drawn(panel.done(standing(people[1]), found, found.pledges.get(person=people[1])))
    assert "Dire merci à Nadia" in luc
    assert "On recommence" in drawn(panel.again(standing(people[0]), found, None))
    assert panel.again(standing(people[1]), found, None) is None
    assert panel.collecting(standing(people[1]), found, None) is None


@pytest.mark.parametrize(("part", "queries"), [("", 24), ("remise/", 24), ("restes/", 22)])
def test_pages_cost_the_same_for_two_as_for_thirty(
    client, people, campaign, part, queries, django_assert_max_num_queries
):
    crowd = [person_of(f"Voisin{n}") for n in range(28)]
    big = succeeded(
        people[0],
        dict.fromkeys([people[0], *crowd], 1),
        offered(name="Sacs"),
        offered(name="Bûches"),
        title="Grand",
    )
    for n, person in enumerate(crowd):
        ticked(share_of(big, person), people[0])
        choosing.choose(share_of(big, person), slot_of(big, capacity=3, hands=1).pk)
        helping.join(big.slots.order_by("-pk").first().pk, crowd[n - 1])
    client.force_login(people[0])
    for each in (campaign, big):
        with django_assert_max_num_queries(queries):
            response = client.get(f"/achats/{each.pk}/retrait/{part}")
            assert response.status_code == 200
