"""The dashboard, the mayor's page and their files: who may read them, what they say, what they never say."""

import csv
import io
import re
import zipfile
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.urls import reverse

from placette.impact import actions
from placette.impact.definitions import ALL
from placette.impact.models import Arrival, Peers, Sheet
from placette.impact.periods import MONTH, Period
from placette.impact.publication import refresh
from placette.impact.sizes import class_of
from placette.people.models import Role
from placette.people.tests.factories import commune_of, officer_of, person_of
from placette.places.models import Boundary, Quarter, Space
from placette.townhall.dashboard.board import charts, sheets_of
from placette.townhall.dashboard.quarters import Spot, named

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 26, 9, tzinfo=UTC)
OCTOBER = datetime(2026, 10, 5, 9, tzinfo=UTC)
PAGES = (
    "/mairie/tableau/",
    "/mairie/maire/",
    "/mairie/tableau/chiffres.csv",
    "/mairie/tableau/chiffres.xlsx",
)


@pytest.fixture(autouse=True)
def in_november():
    with time_machine.travel(NOW, tick=False):
        yield


def a_lively_october():
    """Twenty sign-ups, twenty requests of which twelve were answered, ten loans and ten rides among eleven people."""
    commune_of()
    for number in range(20):
        Arrival.objects.create(
            step="joined", commune_id="31187", at=OCTOBER + timedelta(days=number % 15),
            person=actions.hash_of(number), source=f"test:{number}",
        )  # fmt: skip
        actions.record_request(f"listing:{number}", "help", "31187", OCTOBER, by=number)
        if number < 12:
            actions.record_first_answer(f"listing:{number}", OCTOBER + timedelta(minutes=60 + number))
    for number in range(10):
        actions.record_exchange(
            f"agreement:{number}", "loan", "31187", "31187", OCTOBER, 0, 500, (0, number + 1)
        )
        actions.record_ride(
            f"booking:{number}", "31187", "31187", OCTOBER, 20_000, 0, 1, 100, True, (0, number + 1)
        )
    refresh(NOW)


def test_the_first_figures_are_answers_and_their_time(client):
    a_lively_october()
    client.force_login(officer_of())

    page = client.get("/mairie/tableau/").content.decode()

    assert "octobre 2026" in page
    assert "60 %" in page
    assert "1 h" in page
    assert "Le tableau de bord de Fonsorbes" in page
    assert "70 €" in page  # of the loans 50, of the rides 20
    assert page.index("Demandes qui ont eu une réponse") < page.index("Inscriptions")


@pytest.mark.parametrize(
    ("page", "said"),
    [
        ("tableau", ["2 h", "43", "au moins 290", "41", "3", "87 €", "512 km", "61 à 73 kg", "au moins 85"]),
        ("maire", ["55", "87 €", "61 à 73 kg", "au moins 85"]),
    ],
)
def test_every_figure_stands_beside_that_of_communes_of_its_size(client, page, said):
    a_lively_october()
    middles = {
        "median": 7200, "help": 41, "joined": 43, "events": 3, "verified": 290, "things.cents": 100, "cents": 8700,
        "rides.metres": 512_000, "rides.co2_low": 61_000, "rides.co2_high": 73_000, "ties": 85, "communes": 9,
        "exchanges": 55,
    }  # fmt: skip
    Peers.objects.update_or_create(
        size=class_of(13_048), span="month", starts_on=date(2026, 10, 1), defaults={"figures": middles}
    )
    client.force_login(officer_of())

    shown = client.get(f"/mairie/{page}/", {"periode": "2026-10"}).content.decode()

    shown = shown.replace("\u00a0", " ").replace("\u202f", " ")
    assert re.findall(r"Communes de taille semblable : ([^<]+)</p>", shown) == said


def test_euros_kilometres_and_carbon_of_the_month(client):
    a_lively_october()

    figures = Sheet.objects.get(span="month", starts_on=date(2026, 10, 1)).figures

    assert figures["cells"]["things.cents"] == [5000, 1]
    assert figures["cells"]["rides.metres"] == [200_000, 1]
    assert figures["cells"]["rides.co2_low"][0] < figures["cells"]["rides.co2_high"][0]
    assert (figures["ties"], figures["reached"]) == (10, 10)
    assert figures["answered"] == 60


def test_every_figure_says_how_it_is_counted_and_leads_there(client):
    a_lively_october()
    client.force_login(officer_of())
    page, method = client.get("/mairie/tableau/").content.decode(), client.get("/methode/").content.decode()

    for definition in ALL:
        assert f'id="{definition.name}"' in method
    for name in ("answered", "median", "households", "active", "joined", "cents", "co2", "ties", "reached"):
        assert f"/methode/#{name}" in page


def test_a_dashboard_takes_as_many_queries_whatever_it_shows(client, django_assert_num_queries):
    a_lively_october()
    client.force_login(officer_of())
    client.get("/mairie/tableau/")

    # The frame's own, then: commune, sheets, those of its size; of the dashboard its campaigns, of the mayor's page stories.
    with django_assert_num_queries(FRAME + 4):
        client.get("/mairie/tableau/")
    with django_assert_num_queries(FRAME + 4):
        client.get("/mairie/maire/")


FRAME = 5


def test_nobody_else_reads_them(client):
    a_lively_october()
    for stranger in (
        person_of("Rose"),
        officer_of("31499"),
        person_of("Luc", lives_in=None),
    ):
        client.force_login(stranger)
        for path in PAGES:
            assert client.get(path, {"commune": "31187"}).status_code == 404, (stranger, path)
    client.logout()
    assert {client.get(path).status_code for path in PAGES} == {302}


def test_the_elected_and_the_operator_read_them(client):
    a_lively_october()
    elected, operator = person_of("Hélène"), person_of("Camille", lives_in=None, is_operator=True)
    Role.objects.create(person=elected, name=Role.Name.ELECTED, commune=commune_of())

    client.force_login(elected)
    assert client.get("/mairie/maire/").status_code == 200
    client.force_login(operator)
    assert client.get("/mairie/tableau/", {"commune": "31187"}).status_code == 200


def test_a_commune_without_figures_is_told_when_they_come(client):
    client.force_login(officer_of())

    assert "Encore un peu de patience" in client.get("/mairie/tableau/").content.decode()
    assert client.get("/mairie/tableau/chiffres.csv").content.decode("utf-8-sig") == "Période\r\n"
    assert client.get("/mairie/tableau/inscriptions.svg").status_code == 404


def test_no_other_period_can_be_asked_for(client):
    a_lively_october()
    client.force_login(officer_of())

    for period in ("2026-10-05", "2026-13", "x", "1999", "2026-T4' OR 1=1", "0000", "9999-12"):
        page = client.get("/mairie/tableau/", {"periode": period})
        assert page.status_code == 200, period
        assert page.context["board"].period == Period(MONTH, date(2026, 10, 1)), period


def test_files_hold_the_cells_of_the_page_and_no_formula(client):
    a_lively_october()
    client.force_login(officer_of())

    lines = list(csv.reader(io.StringIO(client.get(PAGES[2]).content.decode("utf-8-sig")), delimiter=";"))
    book = zipfile.ZipFile(io.BytesIO(client.get(PAGES[3]).content))

    october = dict(zip(lines[0], next(line for line in lines if line[0] == "octobre 2026"), strict=True))
    assert october["Demandes qui ont eu une réponse"] == "60 %"
    assert october["Liens entre habitants"] == "au moins 10"
    sheet = book.read("xl/worksheets/sheet1.xml").decode()
    assert "<f>" not in sheet
    assert "60 %" in book.read("xl/sharedStrings.xml").decode()


def test_a_chart_is_a_drawing_of_its_own(client):
    a_lively_october()
    client.force_login(officer_of())

    drawn = client.get("/mairie/tableau/echanges.svg")
    picture = client.get("/mairie/tableau/echanges.png")

    assert drawn.content.startswith(b"<svg")
    assert b"var(" not in drawn.content
    assert "Prêts, dons et ventes" in drawn.content.decode()
    assert picture.content.startswith(b"\x89PNG")


def test_events_are_drawn_month_by_month_however_few(client):
    for month, number in ((9, 1), (10, 1), (10, 2)):
        held = datetime(2026, month, 12, 18, tzinfo=UTC)
        actions.record_event(f"announcement:{month}{number}", "31187", held)
    commune_of()
    Space.objects.update(opened_at=datetime(2026, 9, 1, tzinfo=UTC))
    a_lively_october()
    client.force_login(officer_of())

    page = client.get("/mairie/tableau/", {"periode": "2026-10"}).content.decode()
    drawn = client.get("/mairie/tableau/evenements.svg", {"periode": "2026-10"})
    picture = client.get("/mairie/tableau/evenements.png", {"periode": "2026-10"})
    chart = page.partition("<h3>Événements qui ont eu lieu</h3>")[2].partition("</figure>")[0]

    assert re.findall(r'<th scope="row">([^<]+)</th><td>([^<]+)</td>', chart) == [
        ("sep 26", "1"),
        ("oct 26", "2"),
    ]
    assert "moins de 5" not in chart
    assert "/mairie/tableau/evenements.png?commune=31187&amp;periode=2026-10" in chart
    assert "Événements, 2" in drawn.content.decode()
    assert picture.content.startswith(b"\x89PNG")


def test_a_month_without_an_event_has_none_and_is_not_hidden(client):
    a_lively_october()
    sheets = sheets_of("31187")
    events = next(
        each for each in charts(Period(MONTH, date(2026, 10, 1)), sheets) if each.name == "evenements"
    )
    client.force_login(officer_of())

    page = client.get("/mairie/tableau/", {"periode": "2026-10"}).content.decode()

    assert set(events.layers[0].values) == {0}
    assert "Annoncez-en un, avec un jour et un lieu" in page
    assert client.get("/mairie/tableau/evenements.svg").status_code == 404


def test_quarters_are_drawn_where_their_place_is_known(client):
    commune = commune_of()
    square = [[[1.2, 43.5], [1.26, 43.5], [1.26, 43.56], [1.2, 43.56], [1.2, 43.5]]]
    Boundary.objects.create(
        commune=commune,
        geojson={"type": "Polygon", "coordinates": square},
        west=1.2,
        south=43.5,
        east=1.26,
        north=43.56,
    )
    centre = Quarter.objects.create(
        commune=commune, name="Centre", slug="centre", latitude=43.53, longitude=1.23
    )
    far = Quarter.objects.create(commune=commune, name="Cantelauze", slug="cantelauze")
    for number in range(24):
        Arrival.objects.create(
            step="joined", commune=commune, at=OCTOBER + timedelta(days=number % 15), source=f"test:{number}",
            person=actions.hash_of(number), quarter=[centre, centre, far, None][number % 4],
        )  # fmt: skip
    refresh(NOW)
    client.force_login(officer_of())

    page = client.get("/mairie/tableau/")
    found = page.context["board"].quarters

    assert found.counts == [("Centre", 10), ("Cantelauze", 5)]
    assert [(each.name, each.x, each.y) for each in found.spots] == [("Centre", 320, 240)]
    assert "Carte des quartiers de Fonsorbes" in page.content.decode()


def test_names_of_quarters_close_to_each_other_lie_on_nothing():
    spots = [
        Spot("Centre-bourg", 40, 320, 240, 46),
        Spot("La Cépette et le Moulin", 20, 340, 330, 33),
        Spot("Bidot", 10, 330, 190, 23),
        Spot("Les Carreaux", 5, 120, 100, 16),
        Spot("Centre-bourg sud", 5, 322, 240, 16),
    ]

    labels = [each.label for each in named(spots)]

    # Circles stand under the first, and over it: its name is beside it; nowhere where every side is taken.
    assert [label and (label.text, label.x, label.y) for label in labels] == [
        ("Centre-bourg", 423, 245),
        ("La Cépette et le Moulin", 340, 389),
        ("Bidot", 330, 157),
        ("Les Carreaux", 120, 142),
        None,
    ]


def test_four_people_are_in_no_page_and_no_file(client):
    commune_of()
    for number in range(3):
        actions.record_exchange(
            f"agreement:{number}", "loan", "31187", "31187", OCTOBER, 0, 777_700, (0, number + 1)
        )
    refresh(NOW)
    client.force_login(officer_of())

    for path in (*PAGES, reverse("townhall:dashboard", query={"periode": "2026"})):
        assert b"777" not in client.get(path).content


def test_a_month_without_events_says_that_there_were_none(client):
    a_lively_october()
    client.force_login(officer_of())
    said = []
    for source in (None, "announcement:1"):
        if source:
            actions.record_event(source, "31187", OCTOBER)
            refresh(NOW)
        page = client.get("/mairie/tableau/", {"periode": "2026-10"}).content.decode()
        card = page[page.index(">Événements</h3>") :]
        said.append(" ".join(card[: card.index("<details")].split()))

    assert "Aucun pour cette période" in said[0]
    assert '<p class="figure-card__now">1</p>' in said[1]
