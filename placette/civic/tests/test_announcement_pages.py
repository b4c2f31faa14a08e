"""Who reads what, where it is shown, how it is counted."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from placette.civic import tasks
from placette.civic.actions import announcements as actions
from placette.civic.models import Announcement, Sighting
from placette.people.tests.factories import commune_of, member_of, officer_of, person_of
from placette.places.models import Quarter

from .factories import announcement_of

pytestmark = pytest.mark.django_db


def test_everybody_reads_what_is_public_and_residents_what_is_theirs(client):
    officer = officer_of()
    public = announcement_of(officer)
    inside = announcement_of(officer, title="Réunion de quartier", residents_only=True)
    draft = announcement_of(officer, title="Secret", published=False)

    seen = {each.title: client.get(each.get_absolute_url()).status_code for each in (public, inside, draft)}
    page = client.get("/c/31187-fonsorbes/actualites/").content.decode()
    client.force_login(person_of(verified=False))
    hers = client.get("/c/31187-fonsorbes/actualites/").content.decode()

    assert seen == {"Marché de Noël": 200, "Réunion de quartier": 404, "Secret": 404}
    assert "Marché de Noël" in page
    assert "Réunion de quartier" not in page
    assert "Réunion de quartier" in hers
    assert client.get(inside.get_absolute_url()).status_code == 200
    assert "Secret" not in hers
    client.force_login(person_of(lives_in="31499"))
    assert client.get(inside.get_absolute_url()).status_code == 404


def test_a_person_is_counted_once_and_the_count_is_shown_from_five_on(client):
    officer = officer_of()
    one = announcement_of(officer)
    for number in range(4):
        client.force_login(person_of(f"Voisin{number}"))
        for _twice in range(2):
            few = client.get(one.get_absolute_url()).content.decode()
    client.force_login(officer)
    desk = client.get(f"/mairie/actualites/{one.pk}/").content.decode()
    client.force_login(person_of("Rose", lives_in="31499"))
    client.get(one.get_absolute_url())  # of elsewhere: not counted
    client.force_login(person_of("Cinquième"))
    client.get(one.get_absolute_url())
    five = client.get(one.get_absolute_url()).content.decode()

    assert "Vue par" not in few
    assert "Vue par moins de cinq habitants" in desk
    assert "Vue par au moins 5 habitants" in five
    assert Announcement.objects.get().seen == Sighting.objects.count() == 5


def test_nobody_is_named_in_what_is_counted(client):
    jeanne = person_of()
    one = announcement_of(officer_of())
    client.force_login(jeanne)
    client.get(one.get_absolute_url())

    assert {field.name for field in Sighting._meta.get_fields()} == {"mark", "announcement"}
    assert Sighting.objects.get().mark.int != jeanne.pk


def test_an_alert_stands_above_all_on_the_square_by_words_and_a_sign(client):
    officer = officer_of()
    announcement_of(officer, level="important", title="Conseil municipal")
    announcement_of(officer, level="emergency")
    client.force_login(person_of())

    page = client.get("/place/").content.decode()

    alert, ask, news = (
        page.index(each) for each in ("Alerte de la mairie de Fonsorbes", 'class="ask"', "Conseil municipal")
    )
    assert alert < ask < news
    assert "Jusqu’à demain" in page
    assert "Eau coupée" in client.get("/place/?q=perceuse").content.decode()


def test_what_is_over_or_three_weeks_old_leaves_the_square_and_stays_in_the_archive(client):
    officer, resident = officer_of(), person_of()
    now = timezone.now()
    announcement_of(officer, title="Sans fin")
    announcement_of(officer, title="Courte", ends_at=now + timedelta(days=2))
    client.force_login(resident)
    first = client.get("/place/").content.decode()

    with time_machine.travel(now + timedelta(days=3)):
        client.force_login(resident)
        third = client.get("/place/").content.decode()
    with time_machine.travel(now + timedelta(days=22)):
        client.force_login(resident)
        later = client.get("/place/").content.decode()
        archive = client.get("/c/31187-fonsorbes/actualites/").content.decode()

    assert "Sans fin" in first
    assert "Courte" in first
    assert "Sans fin" in third
    assert "Courte" not in third
    assert "Sans fin" not in later
    assert "Sans fin" in archive
    assert "Courte" in archive


def test_it_stands_on_the_square_of_its_quarters(client):
    here, there = person_of("Ici", lives_in=None), person_of("Ailleurs", lives_in=None)
    member_of(here, "31187", quarter="Bidot")
    member_of(there, "31187", quarter="Cantelauze")
    announcement_of(officer_of(), quarters=[Quarter.objects.get(slug="bidot")])

    shown = []
    for who in (here, there):
        client.force_login(who)
        shown.append("Marché de Noël" in client.get("/place/").content.decode())

    assert shown == [True, False]


def test_the_page_of_the_commune_shows_what_is_public(client):
    officer = officer_of()
    announcement_of(officer)
    announcement_of(officer, title="Entre nous", residents_only=True)

    page = client.get("/c/31187-fonsorbes/").content.decode()

    assert "Les actualités de la mairie" in page
    assert "Marché de Noël" in page
    assert "Entre nous" not in page


def test_older_ones_are_on_the_next_page(client):
    officer = officer_of()
    for number in range(23):
        with time_machine.travel(timezone.now() + timedelta(minutes=number)):
            announcement_of(officer, title=f"Nouvelle {number:02}")

    first = client.get("/c/31187-fonsorbes/actualites/").content.decode()
    last = first.partition("?avant=")[2].partition('"')[0]
    second = client.get(f"/c/31187-fonsorbes/actualites/?avant={last}").content.decode()

    assert "Nouvelle 22" in first
    assert "Nouvelle 02" not in first
    assert [number for number in range(23) if f"Nouvelle {number:02}" in second] == [0, 1, 2]
    assert client.get("/c/31187-fonsorbes/actualites/?avant=²").status_code == 200


def test_the_pages_ask_as_often_however_much_there_is(client, django_assert_num_queries):
    officer = officer_of()
    for number in range(6):
        announcement_of(officer, title=f"N° {number}")
    one = Announcement.objects.first()
    commune = 1

    with django_assert_num_queries(commune + 2):  # announcements, their quarters
        client.get("/c/31187-fonsorbes/actualites/")
    with django_assert_num_queries(2):
        client.get(one.get_absolute_url())


def test_one_s_own_list_is_that_of_one_s_commune(client):
    client.force_login(person_of())
    assert client.get("/actualites/")["Location"] == "/c/31187-fonsorbes/actualites/"
    client.force_login(person_of(lives_in=None))
    assert client.get("/actualites/")["Location"] == "/bienvenue/"


def test_a_merged_commune_takes_its_announcements_along(client):
    from placette.civic.registrations import announcements

    announcement_of(officer_of())
    commune_of("31499")

    announcements.move("31187", "31499")

    assert Announcement.objects.get().commune_id == "31499"


def test_after_three_months_who_opened_it_is_forgotten_and_the_count_stays(client):
    one = announcement_of(officer_of())
    jeanne = person_of()
    actions.see(one, jeanne)

    with time_machine.travel(timezone.now() + timedelta(days=92)):
        tasks.forget_sightings(0)
        actions.see(one, jeanne)

    assert not Sighting.objects.exists()
    assert Announcement.objects.get().seen == 1
