"""Events in calendar programs (RFC 5545): right hours whatever the clocks do, changed, taken back, and nothing that is not public."""

import re
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

import pytest
import time_machine
from django.conf import settings
from icalendar import Calendar

from placette.civic.actions import announcements as actions
from placette.civic.actions import shared
from placette.civic.queries import agenda
from placette.people.tests.factories import commune_of, officer_of, person_of
from placette.places.clock import PARIS

from .factories import announcement_of

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 10, 20, 9, tzinfo=UTC)
FEED = "/c/31187-fonsorbes/agenda.ics"


@pytest.fixture(autouse=True)
def _in_october():
    with time_machine.travel(NOW, tick=False):
        yield


def event_of(author, **fields):
    known = {"title": "Loto", "place": "La halle", "starts_at": NOW + timedelta(days=2)}
    return announcement_of(author, **(known | fields))


def read(client, address=FEED) -> list:
    answer = client.get(address)
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert all(len(line) <= 75 for line in answer.content.split(b"\r\n"))
    return Calendar.from_ical(answer.content).walk("VEVENT")


def test_the_hours_are_right_before_and_after_the_clocks_change(client):
    """In the night of 25 October 2026 they go back an hour."""
    for day in (24, 26):
        at = datetime(2026, 10, day, 18, tzinfo=PARIS)
        event_of(officer_of(), title=f"Le {day}", starts_at=at, ends_at=at + timedelta(hours=2))
    in_the_night = datetime(2026, 10, 24, 23, tzinfo=PARIS)
    event_of(
        officer_of(),
        title="Nuit",
        starts_at=in_the_night,
        ends_at=in_the_night.astimezone(UTC) + timedelta(hours=6),
    )

    found = {str(each["summary"]): (each["dtstart"].dt, each["dtend"].dt) for each in read(client)}

    assert [start.astimezone(PARIS).hour for start, _end in (found["Le 24"], found["Le 26"])] == [18, 18]
    assert [start.astimezone(UTC).hour for start, _end in (found["Le 24"], found["Le 26"])] == [16, 17]
    start, end = found["Nuit"]
    assert end - start == timedelta(hours=6)
    assert end.astimezone(PARIS).hour == 4


def test_the_file_says_how_often_it_is_worth_reading(client):
    commune_of()

    lines = client.get(FEED).content.split(b"\r\n")

    assert b"X-PUBLISHED-TTL:PT6H" in lines
    assert b"REFRESH-INTERVAL;VALUE=DURATION:PT6H" in lines


def test_a_copy_that_one_town_hall_takes_down_is_not_called_off(client):
    community = commune_of().community
    communes = [commune_of(), commune_of("31499")]
    officer = officer_of()
    told = shared.publish(
        officer, community, communes, level="normal", title="Loto", text="Quines", place="La halle",
        starts_at=NOW + timedelta(days=2),
    )  # fmt: skip
    here = told.copies.get(announcement__commune="31187").announcement
    alone = f"/actualites/{here.pk}/evenement.ics"
    actions.withdraw(here.pk)

    assert read(client) == []
    assert client.get(alone).status_code == 404

    shared.withdraw(told.pk, officer)
    assert [each["status"] for each in read(client)] == ["CANCELLED"]
    assert read(client, alone)[0]["status"] == "CANCELLED"


def test_the_page_gives_the_address_that_programs_follow(client):
    commune_of()

    page = client.get("/c/31187-fonsorbes/agenda/").content.decode()

    for scheme in ("webcal", "http"):
        (address,) = re.findall(rf'href="({scheme}://[^"]+\.ics)"', page)
        there = urlsplit(address)
        assert there.netloc == urlsplit(settings.SITE_URL).netloc
        assert read(client, there.path) == []
    assert 'data-for="agenda-address"' in page


def test_an_event_says_what_where_and_when_and_grows_with_its_changes(client):
    officer = officer_of()
    one = event_of(
        officer, text="Quines, gâteaux, buvette ; tout " + "long " * 80, ends_at=NOW + timedelta(days=2)
    )

    (first,) = read(client)
    actions.change(one.pk, officer, place="Salle du Trépadé, Fonsorbes")
    (second,) = read(client, f"/actualites/{one.pk}/evenement.ics")

    assert (str(first["location"]), first["sequence"], first["status"]) == (
        "La halle, Fonsorbes",
        0,
        "CONFIRMED",
    )
    assert str(first["description"]) == one.text
    assert "dtend" not in first  # RFC 5545: an end comes later than its start
    assert (str(second["location"]), second["sequence"]) == ("Salle du Trépadé, Fonsorbes", 1)
    assert str(second["url"]).endswith(one.get_absolute_url())
    assert first["uid"] == second["uid"]


def test_what_is_withdrawn_is_called_off_without_its_words(client):
    officer = officer_of()
    one = event_of(officer, title="Chez Mme Durand", text="Au 3, rue des Lilas")
    actions.change(one.pk, officer, text="Au 4")
    actions.withdraw(one.pk)

    for address in (FEED, f"/actualites/{one.pk}/evenement.ics"):
        (gone,) = read(client, address)
        assert (gone["status"], gone["sequence"]) == ("CANCELLED", 2)
        assert str(gone["summary"]) == "Événement annulé"
        assert not {"location", "description", "url"} & {name.lower() for name in gone}
        assert b"Durand" not in client.get(address).content


def test_what_has_taken_place_is_not_called_off_by_taking_its_page_down(client):
    officer = officer_of()
    held, to_come = event_of(officer, starts_at=NOW + timedelta(hours=1)), event_of(officer)
    alone = f"/actualites/{held.pk}/evenement.ics"
    with time_machine.travel(NOW + timedelta(hours=1), tick=False):  # as it begins
        for each in (held, to_come):
            actions.withdraw(each.pk)

        gone = read(client)
        answer = client.get(alone)

    assert [(each["uid"].split("@")[0], each["status"]) for each in gone] == [
        (f"announcement-{to_come.pk}", "CANCELLED")
    ]
    assert answer.status_code == 404
    assert client.get(held.get_absolute_url()).status_code == 404


def test_what_a_community_takes_down_afterwards_took_place_also_where_a_town_hall_took_it_down_before(client):
    officer = officer_of()
    told = shared.publish(
        officer, commune_of().community, [commune_of(), commune_of("31499")], level="normal", title="Loto",
        text="Quines", place="La halle", starts_at=NOW + timedelta(days=2),
    )  # fmt: skip
    here = told.copies.get(announcement__commune="31187").announcement
    actions.withdraw(here.pk)
    shared.withdraw(told.pk, officer, NOW + timedelta(days=3))

    assert read(client) == read(client, "/c/31499-saint-lys/agenda.ics") == []
    assert client.get(here.get_absolute_url()).status_code == 404


def test_its_page_says_that_it_does_not_take_place_and_no_word_of_it(client, django_assert_num_queries):
    officer = officer_of()
    one = event_of(officer, title="Chez Mme Durand", text="Au 3, rue des Lilas")
    held = event_of(officer, starts_at=NOW - timedelta(hours=1))
    inside = event_of(officer, residents_only=True)
    for each in (one, held, inside):
        actions.withdraw(each.pk)

    with django_assert_num_queries(3):  # what she may read and its quarters, what was called off
        answer = client.get(one.get_absolute_url())

    page = answer.content.decode().replace("\xa0", " ")
    assert answer.status_code == 410
    assert "Cet événement est annulé" in page
    assert "par la mairie de Fonsorbes pour jeudi 22 octobre à 11 h : il n’a pas lieu." in page
    assert not any(word in page for word in ("Durand", "Lilas", "La halle"))
    assert [client.get(each.get_absolute_url()).status_code for each in (held, inside)] == [404, 404]
    assert client.get(f"/actualites/{2**62}/").status_code == 404


def test_before_it_is_withdrawn_the_desk_says_what_follows(client):
    officer = officer_of()
    client.force_login(officer)
    community = commune_of().community
    told = shared.publish(
        officer, community, [commune_of()], level="normal", title="Loto", text="Quines", place="La halle",
        starts_at=NOW + timedelta(days=2),
    )  # fmt: skip
    copy = told.copies.get().announcement
    said = [
        client.get(f"/mairie/actualites/{each.pk}/").content.decode()
        for each in (
            event_of(officer),
            event_of(officer, residents_only=True),
            copy,
            event_of(officer, starts_at=NOW - timedelta(days=1)),
        )
    ]

    assert "les calendriers qui le suivent diront qu’il n’a pas lieu" in said[0]
    assert "il quitte l’agenda" in said[1]
    assert f"ailleurs, {community.name} l’annonce toujours" in said[2]
    assert "La retirer" not in said[3]


def test_the_feed_has_what_is_public_whoever_asks_and_one_file_what_she_may_read(client):
    officer = officer_of()
    inside = event_of(officer, title="Repas des aînés", residents_only=True)
    draft = event_of(officer, title="Brouillon", published=False)
    plain = event_of(officer, title="Sans lieu", place="")
    taken = event_of(officer, title="Retiré", residents_only=True)
    actions.withdraw(taken.pk)
    event_of(officer, title="Il y a longtemps", starts_at=NOW - timedelta(days=90))
    addresses = [f"/actualites/{each.pk}/evenement.ics" for each in (inside, draft, plain, taken)]
    stranger = [client.get(each).status_code for each in addresses]
    client.force_login(person_of())

    assert read(client) == []
    assert stranger == [404] * 4
    assert [client.get(each).status_code for each in addresses] == [200, 404, 404, 404]
    assert read(client, addresses[0])[0]["class"] == "PRIVATE"
    client.force_login(officer)
    assert client.get(addresses[1]).status_code == 404
    assert client.get(f"/actualites/{2**62}/evenement.ics").status_code == 404


def test_what_goes_on_stays_and_of_too_many_those_to_come(client, monkeypatch):
    officer = officer_of()
    lasts = {"starts_at": NOW - timedelta(days=90), "ends_at": NOW + timedelta(days=9)}
    exhibition = event_of(officer, title="Exposition", **lasts)
    for days in (-30, 3, 30):
        event_of(officer, title=f"Jour {days}", starts_at=NOW + timedelta(days=days))

    assert [str(each["summary"]) for each in read(client)] == ["Exposition", "Jour -30", "Jour 3", "Jour 30"]
    monkeypatch.setattr(agenda, "IN_A_FILE", 2)
    assert [str(each["summary"]) for each in read(client)] == ["Jour 3", "Jour 30"]
    assert "Dans mon calendrier" in client.get(exhibition.get_absolute_url()).content.decode()


def test_the_feed_asks_twice_however_long_it_is(client, django_assert_num_queries):
    for number in range(5):
        event_of(officer_of(), title=f"N° {number}")
    commune_of()

    with django_assert_num_queries(2):  # commune, events
        assert len(read(client)) == 5
