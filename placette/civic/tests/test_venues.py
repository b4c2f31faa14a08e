"""Where an event is, to the metre: chosen, read again, asked again when its words change, and what is done with it."""

import json
import re
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.conf import settings as site
from django.db import IntegrityError, transaction
from icalendar import Calendar

from placette.civic import venues
from placette.civic.actions import announcements as actions
from placette.civic.actions import shared
from placette.civic.models import Announcement
from placette.people.models import Role
from placette.people.tests.factories import commune_of, officer_of, person_of
from placette.places.models import Boundary, Commune
from placette.places.tests.geocoder_server import ADDRESS, geocoder_server

from .factories import announcement_of

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 26, 9, tzinfo=UTC)
NEW = "/mairie/actualites/nouvelle/"
FONSORBES, SAINT_LYS, MURET = "31187", "31499", "31395"
LA_HALLE = (43.5412, 1.2412)  # more than a kilometre from the centre
PLACES, MAP, POINT = (f"/mairie/actualites/lieux/{each}" for each in ("", "carte/", "point/"))
TYPED = {"level": "normal", "title": "Loto", "text": "Des quines.", "starts_at": "2026-11-28T20:00"}


@pytest.fixture(autouse=True)
def _two_communes():
    """Squares of five kilometres side by side: Fonsorbes, then Saint-Lys to its west."""
    with time_machine.travel(NOW, tick=False):
        for code, west in ((FONSORBES, 1.2), (SAINT_LYS, 1.14)):
            commune = commune_of(code)
            commune.longitude = west + 0.03
            commune.save()
            ring = [[west, 43.5], [west + 0.06, 43.5], [west + 0.06, 43.56], [west, 43.56], [west, 43.5]]
            Boundary.objects.create(
                commune=commune, geojson={"type": "Polygon", "coordinates": [ring]},
                west=west, south=43.5, east=west + 0.06, north=43.56,
            )  # fmt: skip
        yield


@pytest.fixture
def officer(client):
    officer = officer_of()
    client.force_login(officer)
    return officer


def placed(author, point=LA_HALLE, **fields) -> Announcement:
    known = {"title": "Loto", "place": "La halle", "starts_at": NOW + timedelta(days=2)}
    return announcement_of(author, **(known | {"latitude": point[0], "longitude": point[1]} | fields))


def words(answer) -> str:
    return answer.content.decode().replace("\xa0", " ").replace("\u202f", " ")


def options(answer) -> list[str]:
    return re.findall(r'data-exact="([^"]+)"', words(answer))


def test_an_officer_says_where_it_is_and_reads_it_on_the_map(client, officer):
    written = client.post(NEW, TYPED | {"place": "La halle (43,54120 ; 1,24120)"}, follow=True)

    told = Announcement.objects.get()
    assert (told.place, told.point, told.held_in) == ("La halle", LA_HALLE, None)
    assert all(each in words(written) for each in ("Carte : La halle", "ride-map__stop"))
    form = words(client.get(f"/mairie/actualites/{told.pk}/modifier/"))
    assert 'value="La halle (43,54120 ; 1,24120)"' in form
    assert "data-keeps-words" in form


def test_words_alone_stay_words_and_old_announcements_stay_as_they_are(client, officer):
    client.post(NEW, TYPED | {"place": "Sous les arbres"})
    told = Announcement.objects.get()

    page = words(client.get(told.get_absolute_url()))
    form = words(client.get(f"/mairie/actualites/{told.pk}/modifier/"))

    assert (told.place, told.point) == ("Sous les arbres", None)
    assert "<place-map" not in page
    assert 'value="Sous les arbres"' in form


def test_it_may_be_in_a_commune_near_which_is_said_then(client, officer):
    client.post(NEW, TYPED | {"place": "Le stade (43,5300 ; 1,1700)"})

    told = Announcement.objects.get()
    assert told.held_in == commune_of(SAINT_LYS)
    actions.publish(told.pk)
    assert "Le stade</span>, Saint-Lys" in words(client.get("/c/31187-fonsorbes/agenda/"))


@pytest.mark.parametrize(
    ("place", "said"),
    [
        ("Le Capitole (43,6045 ; 1,9000)", "à plus de 30 km de Fonsorbes"),
        ("Là (91 ; 1)", "va de -90 à 90"),
        ("Là (nan ; 1)", "ne se lisent pas"),
        ("x" * 201, "en 200 lettres"),
    ],
)
def test_a_place_where_nobody_could_come_says_why_and_loses_nothing(client, officer, place, said):
    page = client.post(NEW, TYPED | {"place": place})

    assert said in words(page)
    assert f'value="{place}"' in words(page)
    assert not Announcement.objects.exists()


def test_within_thirty_kilometres_of_the_outline_is_near(client, officer):
    far = {"place": "La ferme (43,5300 ; 1,6200)"}  # 31 km from the centre, 29 from the outline
    client.post(NEW, TYPED | far)

    assert Announcement.objects.get().point == (43.53, 1.62)


def test_other_words_ask_whether_the_point_is_still_right(client, officer):
    told = placed(officer)
    address = f"/mairie/actualites/{told.pk}/modifier/"
    other = TYPED | {"place": "Le gymnase (43,54120 ; 1,24120)"}

    asked = client.post(address, other)
    told.refresh_from_db()
    assert "le point est-il toujours le bon" in words(asked)
    assert told.place == "La halle"
    sure = re.search(r'name="sure_of" value="([^"]+)"', words(asked))[1]
    assert sure == other["place"]
    client.post(address, other | {"sure_of": sure})
    told.refresh_from_db()

    assert (told.place, told.point) == ("Le gymnase", LA_HALLE)
    again = client.post(address, TYPED | {"place": "Le préau (43,54120 ; 1,24120)", "sure_of": sure})
    assert "le point est-il" in words(again)  # what was sure of other words is not


@pytest.mark.parametrize(
    ("place", "kept"),
    [
        ("LA HALLE (43,54120 ; 1,24120)", ("LA HALLE", LA_HALLE)),  # the same words
        ("Le gymnase (43,5300 ; 1,2300)", ("Le gymnase", (43.53, 1.23))),  # and another point
        ("La halle", ("La halle", None)),  # the numbers are gone
        ("Le gymnase", ("Le gymnase", None)),
        ("", ("", None)),
    ],
)
def test_a_place_that_is_changed_has_its_own_point_or_none(client, officer, place, kept):
    told = placed(officer)

    answer = client.post(f"/mairie/actualites/{told.pk}/modifier/", TYPED | {"place": place})

    told.refresh_from_db()
    assert answer.status_code == 302
    assert (told.place, told.point) == kept


def test_words_that_are_changed_without_a_form_drop_the_point_of_those_before(officer):
    told = placed(officer, point=(43.53, 1.17), held_in=commune_of(SAINT_LYS))

    actions.change(told.pk, officer, title="Grand loto")
    told.refresh_from_db()
    assert told.point == (43.53, 1.17)
    actions.change(told.pk, officer, place="Le gymnase")
    told.refresh_from_db()

    assert (told.place, told.point, told.held_in) == ("Le gymnase", None, None)


@pytest.mark.parametrize(
    "wrong",
    [
        {"latitude": 43.5, "longitude": None},
        {"latitude": 91.0, "longitude": 1.0},
        {"latitude": 43.5, "longitude": 181.0},
        {"latitude": 43.5, "longitude": 1.2, "place": ""},
        {"latitude": float("nan"), "longitude": 1.2},
    ],
)
def test_the_database_keeps_half_a_point_and_none_of_the_earth_out(officer, wrong):
    told = placed(officer)

    with pytest.raises(IntegrityError, match="a_point_stands_beside_its_words"), transaction.atomic():
        Announcement.objects.filter(pk=told.pk).update(**wrong)


def test_an_address_is_found_without_a_script_where_it_lies_in_the_commune(client, officer, settings):
    with geocoder_server() as server:
        settings.CONFIGURATION = site.CONFIGURATION.model_copy(update={"geocoder_url": server.address})
        client.post(NEW, TYPED | {"place": "12 rue du Stade"})
        found = Announcement.objects.get()
        asked = server.asked[0]["q"]
        found_at = tuple(reversed(ADDRESS["geometry"]["coordinates"]))
        # The numbers are taken out again: the same words are not looked for once more.
        client.post(f"/mairie/actualites/{found.pk}/modifier/", TYPED | {"place": "12 rue du Stade"})
        server.features = [ADDRESS | {"geometry": {"type": "Point", "coordinates": [1.17, 43.53]}}]
        client.post(NEW, TYPED | {"place": "13 rue du Stade"})  # of that name in Saint-Lys

    assert asked == "12 rue du Stade, Fonsorbes"
    assert found.point == found_at
    assert [each.point for each in Announcement.objects.all()] == [None, None]


def test_a_point_of_the_map_keeps_the_words_that_are_typed(client, officer, django_assert_max_num_queries):
    at = {"latitude": "43.5412", "longitude": "1.2412"}
    with django_assert_max_num_queries(7):
        named = client.post(POINT, at | {"text": "Salle (rez-de-chaussée)"})
    moved = client.post(POINT, at | {"text": "La halle (43,50000 ; 1,20000)"})
    nameless = client.post(POINT, at)

    assert [json.loads(each.content)["name"] for each in (named, moved, nameless)] == [
        "Salle rez-de-chaussée (43,54120 ; 1,24120)",
        "La halle (43,54120 ; 1,24120)",
        "Fonsorbes (43,54120 ; 1,24120)",
    ]
    far = client.post(POINT, {"latitude": "48.85", "longitude": "2.35"})
    assert far.status_code == 422
    assert "à plus de 30 km" in json.loads(far.content)["error"]
    assert client.post(POINT, {"latitude": "x"}).status_code == 422


@pytest.mark.parametrize("text", ["", "La halle", "La halle (43,54120 ; 1,24120)", "Là (91 ; 0)", "x" * 400])
def test_the_map_opens_around_what_is_typed_or_around_the_commune(client, officer, text):
    page = words(client.post(MAP, {"text": text}))

    assert 'data-pick="latitude longitude"' in page
    assert ("south=43.4812" if "43,54" in text else "south=43.47") in page
    assert "hexagone" not in page


def test_who_asks_without_end_waits_a_minute(client, officer, monkeypatch):
    monkeypatch.setattr("placette.places.views.picking.ASKED_A_MINUTE", 1)
    monkeypatch.setattr("placette.civic.views.venues.NAMES_A_MINUTE", 0)
    client.post(MAP)

    refused = [client.post(MAP), client.post(POINT), client.get(PLACES, {"q": "halle"})]

    assert [(each.status_code, each["Retry-After"]) for each in refused] == [(429, "60")] * 3


def test_a_point_costs_the_page_of_an_event_one_query(client, django_assert_num_queries):
    exact, vague = placed(officer_of()), placed(officer_of(), point=(None, None))

    with django_assert_num_queries(2):  # what is announced, its quarters
        client.get(vague.get_absolute_url())
    with django_assert_num_queries(3):  # and the outlines about it
        page = words(client.get(exact.get_absolute_url()))

    assert "ride-map__stop" in page


def test_a_calendar_has_the_point_as_long_as_it_takes_place(client):
    officer = officer_of()
    exact, vague = placed(officer), placed(officer, point=(None, None))
    feed = "/c/31187-fonsorbes/agenda.ics"

    found = Calendar.from_ical(client.get(feed).content).walk("VEVENT")
    geo = [each["geo"].to_ical() if "geo" in each else None for each in found]
    actions.withdraw(exact.pk)
    (gone,) = (
        e for e in Calendar.from_ical(client.get(feed).content).walk("VEVENT") if e["status"] == "CANCELLED"
    )

    assert geo == ["43.5412;1.2412", None]
    assert vague.point is None
    assert "geo" not in gone


def test_a_community_says_it_for_all_its_communes(client):
    commune_of(MURET)
    community = commune_of().community
    helene = person_of("Hélène", lives_in=None)
    Role.objects.create(person=helene, name=Role.Name.TERRITORY_OFFICER, community=community)
    client.force_login(helene)
    own = "/intercommunalite/annonces/"
    typed = TYPED | {"communes": [FONSORBES, MURET], "place": "Le stade (43,5300 ; 1,1700)"}

    wrong = client.post(f"{own}nouvelle/", typed | {"held_in": FONSORBES})
    shown = client.post(f"{own}nouvelle/", typed)
    client.post(f"{own}nouvelle/", typed | {"publish": "now"})

    assert "Le point du lieu est à Saint-Lys, pas à Fonsorbes" in words(wrong)
    assert "Carte : Le stade" in words(shown)
    told = Announcement.objects.all()
    assert {(each.commune_id, each.point, each.held_in_id) for each in told} == {
        (FONSORBES, (43.53, 1.17), SAINT_LYS),
        (MURET, (43.53, 1.17), SAINT_LYS),
    }
    edit = f"{own}{told[0].shared_copy.shared_id}/modifier/"
    assert 'value="Le stade (43,53000 ; 1,17000)"' in words(client.get(edit))
    stale = client.post(edit, TYPED | {"place": "Le parc (43,53000 ; 1,17000)"})
    assert stale.status_code == 422
    client.post(edit, TYPED | {"place": "Partout"})
    assert {(each.place, each.point, each.held_in) for each in Announcement.objects.all()} == {
        ("Partout", None, None)
    }
    at = {"latitude": "43.53", "longitude": "1.17", "text": "Le stade"}
    assert json.loads(client.post(f"{own}lieux/point/?epci={community.siren}", at).content) == {
        "name": "Le stade (43,53000 ; 1,17000)"
    }
    assert 'data-pick="latitude longitude"' in words(client.post(f"{own}lieux/carte/", {"text": ""}))
    shared.publish(
        helene, community, [commune_of()], level="normal", title="Fête", text="Venez", place="Parc du lac",
        latitude=43.53, longitude=1.17, starts_at=NOW + timedelta(days=3),
    )  # fmt: skip
    assert options(client.get(f"{own}lieux/", {"q": "lac"})) == ["Parc du lac (43,53000 ; 1,17000)"]


def test_a_commune_without_outline_or_centre_still_has_its_events(client, officer):
    Boundary.objects.all().delete()
    Commune.objects.filter(pk=FONSORBES).update(latitude=None, longitude=None)
    reach = venues.of_commune(commune_of())

    assert (reach.centre, reach.takes(LA_HALLE)) == (None, False)
    assert "pas encore de carte ici" in words(client.post(MAP, {"text": ""}))
    assert client.post(NEW, TYPED | {"place": "La halle"}).status_code == 302
