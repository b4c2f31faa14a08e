"""« Mes justificatifs », and what other programs read, as a browser and those programs see them."""

import io
from datetime import UTC, date, datetime, timedelta

import pytest
from pypdf import PdfReader

from placette.carpool.models import ProofIdentity
from placette.carpool.papers.certificate import certificate
from placette.carpool.queries.carpooled_days import of_year, years
from placette.people.tests.factories import person_of

from .factories import MONDAY, way_of
from .rides import ride_of

pytestmark = pytest.mark.django_db
PAPERS = "/covoiturage/justificatifs/"
NOW = datetime(2026, 11, 30, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _today(time_machine):
    time_machine.move_to(NOW)


def pair():
    driver, passenger = person_of("Jeanne", "Martin"), person_of("Paul", "Durand")
    return driver, passenger, way_of(driver, road=20_000)


def text_of(pdf):
    return " ".join(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages).split())


# --- Certificate


def test_the_certificate_lists_her_days_and_names_nobody_else(client):
    driver, passenger, way = pair()
    ride_of(way, passenger, driver_says_done=True, passenger_says_done=True)
    ride_of(way, person_of("Zoé", "Lopez"), driver_says_done=True)
    ride_of(way, passenger, day=MONDAY - timedelta(days=7))
    ride_of(way, passenger, day=date(2025, 12, 31))
    ride_of(way, passenger, day=MONDAY - timedelta(days=1), state="failed")
    client.force_login(driver)

    response = client.get(f"{PAPERS}2026.pdf")
    text = text_of(response.content)

    assert response.headers["Content-Type"] == "application/pdf"
    assert 'filename="covoiturage-2026.pdf"' in response.headers["Content-Disposition"]
    assert "Attestation de covoiturage 2026" in text
    assert "Jeanne Martin" in text
    assert "Jours covoiturés 2" in text
    assert "3, dont 3 au volant et 0 comme passager" in text
    assert "60,0 km" in text
    assert ("les deux" in text, "l’un des deux" in text) == (True, True)
    assert not any(name in text for name in ("Paul", "Durand", "Zoé", "Lopez", "31/12/2025", "29/11/2026"))


def test_a_year_without_a_ride_has_no_certificate(client):
    driver, passenger, way = pair()
    ride_of(way, passenger)
    client.force_login(passenger)

    assert client.get(f"{PAPERS}2026.pdf").status_code == 200
    assert client.get(f"{PAPERS}2025.pdf").status_code == 404
    assert client.get(f"{PAPERS}99999.pdf").status_code == 404
    assert years(driver) == [2026]
    assert of_year(driver, 2026)[0].drives


def test_a_paper_reads_aloud_and_markup_in_a_name_stays_text():
    person = person_of("*Jeanne* #strong[x]", '$x$ "\\ ]')
    way = way_of(person)
    for days in range(40):
        ride_of(
            way, person_of("Paul"), day=MONDAY - timedelta(days=days), pick_up_name="#panic() <a> @b // c"
        )

    pdf = certificate(person, 2026, of_year(person, 2026), MONDAY)

    read = PdfReader(io.BytesIO(pdf))
    assert read.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert read.trailer["/Root"]["/Lang"] == "fr"
    assert len(read.pages) > 1
    assert "*Jeanne* #strong[x]" in text_of(pdf)
    assert "#panic() <a> @b // c" in text_of(pdf)


# --- The page and the register


def test_the_page_shows_totals_years_and_how_they_are_counted(client):
    driver, passenger, way = pair()
    ride_of(way, passenger, would_have_driven=True, share_cents=100)
    client.force_login(passenger)

    page = client.get(PAPERS).content.decode()

    assert "1 trajet, 20 km partagés." in page.replace("\u00a0", " ")
    assert "Entre 2 et 2 kg de CO2 évités, 1 € économisés." in page.replace("\u00a0", " ")
    assert f"{PAPERS}2026.pdf" in page
    assert "ADEME" in page
    assert "Registre de preuve" not in page
    assert driver.display_name not in page


def test_only_neighbours_have_papers(client):
    assert client.get(PAPERS).status_code == 302
    client.force_login(person_of(verified=False))
    assert client.get(PAPERS).status_code == 403
    assert client.get(f"{PAPERS}2026.pdf").status_code == 403


def test_nobody_is_asked_for_a_register_that_the_site_does_not_know(client):
    client.force_login(person_of())
    assert client.post(f"{PAPERS}registre/", {"phone": "06 12 34 56 78", "agrees": "on"}).status_code == 404
    assert not ProofIdentity.objects.exists()


def test_she_says_yes_to_the_register_and_no_more(client, settings):
    settings.CONFIGURATION = settings.CONFIGURATION.model_copy(update={"proof_class": "A"})
    person = person_of()
    client.force_login(person)
    assert "Registre de preuve" in client.get(PAPERS).content.decode()

    client.post(f"{PAPERS}registre/", {"phone": "06 12 34 56 78", "over_18": "on", "agrees": "on"})

    kept = ProofIdentity.objects.get(person=person)
    assert (kept.phone_trunc, kept.over_18) == ("+336123456", True)
    page = client.get(PAPERS).content.decode()
    assert "30 novembre 2026" in page
    assert "123456" not in page

    client.post(f"{PAPERS}registre/fin/")

    assert not ProofIdentity.objects.exists()


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"phone": "06 12", "agrees": "on"}, "Ce numéro n’est pas complet"),
        ({"phone": "", "agrees": "on"}, "obligatoire"),
        ({"phone": "06 12 34 56 78"}, "Sans votre accord, rien n’est transmis."),
    ],
)
def test_what_is_missing_is_said_and_what_was_typed_stays(client, settings, typed, said):
    settings.CONFIGURATION = settings.CONFIGURATION.model_copy(update={"proof_class": "A"})
    client.force_login(person_of())

    response = client.post(f"{PAPERS}registre/", typed)

    assert response.status_code == 422
    assert said in response.content.decode()
    assert typed["phone"] in response.content.decode()
    assert not ProofIdentity.objects.exists()


def test_without_a_surname_there_is_no_key(client, settings):
    settings.CONFIGURATION = settings.CONFIGURATION.model_copy(update={"proof_class": "A"})
    client.force_login(person_of("Jeanne", ""))

    response = client.post(f"{PAPERS}registre/", {"phone": "06 12 34 56 78", "agrees": "on"})

    assert "nom de famille" in response.content.decode()
    assert not ProofIdentity.objects.exists()
