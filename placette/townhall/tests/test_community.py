"""The communes of a community side by side: who may see them, what is shown, how the next one is invited."""

import csv
import io
import re
from datetime import UTC, date, datetime
from urllib.parse import unquote

import pytest
import time_machine
from django.utils import timezone

from placette.impact import actions
from placette.impact.periods import MONTH, Period
from placette.impact.publication import refresh
from placette.people.models import Role
from placette.people.tests.factories import commune_of, officer_of, person_of, touching
from placette.places.models import Boundary, Community, Waiting
from placette.townhall.community.board import board

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 26, 9, tzinfo=UTC)
OCTOBER = datetime(2026, 10, 5, 9, tzinfo=UTC)
SEYSSES = "31547"
FRAME = 4


@pytest.fixture(autouse=True)
def in_november():
    with time_machine.travel(NOW, tick=False):
        yield


def territory_officer():
    officer = person_of("Nadia", "Costes", lives_in=None)
    community = commune_of().community
    Role.objects.create(person=officer, name=Role.Name.TERRITORY_OFFICER, community=community)
    return officer


def a_territory(exchanges: int = 20):
    """Fonsorbes and Saint-Lys are open and exchange, Seysses waits."""
    for at, code in enumerate(("31187", "31499", SEYSSES)):
        commune = commune_of(code, open=code != SEYSSES)
        commune.longitude = 1.2 + at / 10
        commune.save(update_fields=["longitude"])
        west = 1.15 + at / 10
        ring = [[west, 43.5], [west + 0.1, 43.5], [west + 0.1, 43.6], [west, 43.6], [west, 43.5]]
        shape = {"type": "Polygon", "coordinates": [ring]}
        Boundary.objects.create(
            commune=commune, geojson=shape, west=west, east=west + 0.1, south=43.5, north=43.6
        )
    for number in range(7):
        Waiting.objects.create(
            commune_id=SEYSSES, email=f"a{number}@example.org", confirmed_at=timezone.now()
        )
    for number in range(exchanges):
        actions.record_exchange(
            f"agreement:{number}", "loan", "31187", "31499", OCTOBER, 0, 500, (number, number + 100)
        )
        actions.record_exchange(
            f"home:{number}", "loan", "31187", "31187", OCTOBER, 0, 500, (number, number + 200)
        )
        actions.record_exchange(
            f"there:{number}", "loan", "31499", "31499", OCTOBER, 0, 500, (number + 100, number + 300)
        )
    refresh(NOW)


def test_the_communes_stand_side_by_side(client):
    a_territory()
    client.force_login(territory_officer())

    page = client.get("/intercommunalite/").content.decode()

    assert "octobre 2026" in page
    assert "2 / 3" in page
    assert "à l’essai" in page
    assert "7 habitants attendent" in page
    assert "200 €" in page


def test_exchanges_between_two_communes_are_an_arc_and_a_line(client):
    a_territory()

    shown = board(Community.objects.get(), Period(MONTH, date(2026, 10, 1)))

    assert [(arc.one.code, arc.other.code, arc.exchanges) for arc in shown.arcs] == [("31187", "31499", 20)]
    assert shown.arcs[0].path.startswith("M")
    client.force_login(territory_officer())
    assert "au moins 20" in client.get("/intercommunalite/").content.decode()


def test_four_exchanges_are_on_no_map_and_in_no_file(client):
    a_territory(exchanges=4)
    client.force_login(territory_officer())

    page = client.get("/intercommunalite/").content.decode()

    assert "flows__arc" not in page
    assert "dès que cinq personnes" in page
    assert "20 €" not in client.get("/intercommunalite/chiffres.csv").content.decode()


def test_events_are_about_nobody_and_shown_however_few(client):
    for number in range(2):
        actions.record_event(f"announcement:{number}", "31187", OCTOBER)
    a_territory(exchanges=4)
    client.force_login(territory_officer())

    page = client.get("/intercommunalite/").content.decode()
    said = client.get("/intercommunalite/chiffres.csv").content.decode("utf-8-sig")

    few = "pas assez pour être montré"
    rows = {
        name: re.findall(r"<td>(.*?)</td>", cells)
        for name, cells in re.findall(
            r'<tr>\s*<th scope="row"><a[^>]*>([^<]+)</a></th>(.*?)</tr>',
            page.split('id="flows"')[0],
            re.DOTALL,
        )
    }
    assert {name: cells[-1] for name, cells in rows.items()} == {"Fonsorbes": "2", "Saint-Lys": "0"}
    assert all(few in cells[-3] for cells in rows.values())
    found = {each["Commune"]: each for each in csv.DictReader(io.StringIO(said), delimiter=";")}
    assert {name: each["Événements"] for name, each in found.items() if name in rows} == {
        "Fonsorbes": "2",
        "Saint-Lys": "0",
    }
    assert found["Fonsorbes"]["Demandes qui ont eu une réponse"] == ""


def test_it_takes_as_many_queries_for_three_communes_as_for_twenty(client, django_assert_num_queries):
    a_territory()
    client.force_login(territory_officer())
    client.get("/intercommunalite/")
    with django_assert_num_queries(FRAME + 7):
        client.get("/intercommunalite/")

    for number in range(17):
        commune_of(f"319{number:02}")
    with django_assert_num_queries(FRAME + 7):
        client.get("/intercommunalite/")


PAGES = (
    "/intercommunalite/", "/intercommunalite/chiffres.csv", "/intercommunalite/chiffres.xlsx",
    f"/intercommunalite/inviter/{SEYSSES}/", f"/intercommunalite/inviter/{SEYSSES}/lettre.pdf",
)  # fmt: skip


def test_only_who_works_for_the_community_or_the_site(client):
    a_territory()
    for stranger in (person_of(), officer_of(), person_of("Luc", lives_in=None)):
        client.force_login(stranger)
        for path in PAGES:
            assert client.get(path, {"epci": "200068641"}).status_code == 404, (stranger, path)
    for reader in (territory_officer(), person_of("Camille", lives_in=None, is_operator=True)):
        client.force_login(reader)
        for path in PAGES:
            assert client.get(path, {"epci": "200068641"}).status_code == 200, (reader, path)
    client.logout()
    assert {client.get(path).status_code for path in PAGES} == {302}


def test_another_community_stays_closed_to_her(client):
    a_territory()
    commune_of("75056", community="200054781")
    client.force_login(territory_officer())

    assert client.get("/intercommunalite/", {"epci": "200054781"}).status_code == 404


def test_a_period_that_runs_or_is_none_becomes_the_last_month(client):
    a_territory()
    client.force_login(territory_officer())

    for period in ("2026-11", "2026", "2026-10-05", "x", "0001", "9999-12", "2026-T4"):
        shown = client.get("/intercommunalite/", {"periode": period}).context["board"]
        assert shown.period == Period(MONTH, date(2026, 10, 1)), period


def test_the_file_holds_the_cells_of_the_page(client):
    a_territory()
    client.force_login(territory_officer())

    lines = list(
        csv.DictReader(
            io.StringIO(client.get("/intercommunalite/chiffres.csv").content.decode("utf-8-sig")),
            delimiter=";",
        )
    )

    assert [line["Code INSEE"] for line in lines] == [SEYSSES, "31187", "31499"]
    assert lines[1]["Euros économisés"] == "au moins 200 €"
    assert lines[0]["Liste d’attente"] == "7"
    assert lines[0]["Euros économisés"] == ""


def test_the_letter_is_ready_to_print_and_to_send(client):
    a_territory()
    seysses = commune_of(SEYSSES)
    seysses.town_hall_email, seysses.town_hall_address = "mairie@seysses.example", "10 place de la Libération"
    seysses.save()
    client.force_login(territory_officer())

    page = client.get(f"/intercommunalite/inviter/{SEYSSES}/")
    paper = client.get(f"/intercommunalite/inviter/{SEYSSES}/lettre.pdf")

    letter = page.context["letter"]
    assert "2 communes de notre intercommunalité y sont déjà" in letter.body
    assert "7 habitants de votre commune" in letter.body
    assert "Nadia Costes" in letter.body
    assert "mailto:mairie@seysses.example?subject=" in page.content.decode()
    assert "Madame, Monsieur le Maire" in unquote(letter.mailto)
    assert paper.content.startswith(b"%PDF")
    in_english = client.get(f"/intercommunalite/inviter/{SEYSSES}/", headers={"accept-language": "en"})
    assert "Mairie de Commune" in in_english.content.decode(), (
        "whoever reads the page, a town hall reads the letter"
    )


def test_an_open_an_unknown_or_a_distant_commune_is_not_invited(client):
    a_territory()
    commune_of("75056", open=False, community="200054781")
    client.force_login(territory_officer())

    for code in ("31187", "99999", "75056", "x"):
        assert client.get(f"/intercommunalite/inviter/{code}/").status_code == 404, code


def test_a_commune_beyond_the_border_is_offered_and_may_be_invited(client):
    a_territory()
    commune_of("31455", open=False, community="200071298")
    touching("31187", "31455")
    client.force_login(territory_officer())

    assert [each.commune.code for each in client.get("/intercommunalite/").context["board"].touching] == [
        "31455"
    ]
    assert client.get("/intercommunalite/inviter/31455/").status_code == 200


def test_her_first_page_is_her_territory(client):
    a_territory()
    client.force_login(territory_officer())

    assert client.get("/place/").url == "/intercommunalite/"
