"""The officer's pages of her space, and who else may not read them."""

import io
import re

import pytest
from django.utils import timezone
from PIL import Image

from placette.people.models import ActivationCode, Role
from placette.people.tests.factories import ambassador_of, commune_of, officer_of, person_of
from placette.places.models import Space
from placette.townhall.actions import contracts, dress, exports
from placette.townhall.models import Contract, Quote

pytestmark = pytest.mark.django_db
PAGES = ("/mairie/premiers-pas/", "/mairie/espace/", "/mairie/espace/couleurs/")
OPERATOR = ("/operateur/", "/operateur/prix/", "/operateur/communes/31187/")


def operator_of():
    return person_of("Camille", "Rey", lives_in=None, is_operator=True)


@pytest.mark.parametrize("url", [*PAGES, *OPERATOR])
def test_every_page_refuses_the_wrong_role(client, url):
    commune_of()
    wrong = [person_of(), ambassador_of(), officer_of() if url in OPERATOR else operator_of()]
    client.force_login(officer_of("31499"))
    assert client.get(url, {"commune": "31187"}).status_code == 404

    for person in wrong:
        client.force_login(person)
        assert client.get(url).status_code == 404, person
    client.logout()
    assert client.get(url).status_code == 302
    client.force_login(operator_of() if url in OPERATOR else officer_of())
    assert client.get(url).status_code == 200


def test_papers_are_for_the_town_hall_and_the_operator(client):
    officer = officer_of()
    quote = contracts.quote(commune_of(), officer)
    contract = contracts.accept(quote.pk, commune_of(), officer)

    for url in (f"/devis/{quote.pk}.pdf", f"/contrats/{contract.pk}.pdf"):
        for person, status in (
            (person_of(), 404),
            (officer_of("31499"), 404),
            (officer, 200),
            (operator_of(), 200),
        ):
            client.force_login(person)
            answer = client.get(url)
            assert answer.status_code == status
            assert status == 404 or answer.content.startswith(b"%PDF")


def test_steps_tick_themselves_or_by_hand(client):
    officer = officer_of()
    client.force_login(officer)
    assert "0 sur 7" in client.get(PAGES[0]).content.decode()

    Space.objects.update(colour="#1f6f5c", welcome="Bienvenue")
    ambassador_of()
    ActivationCode.objects.create(commune=commune_of(), code_hash="x", expires_at="2027-01-01T00:00Z")
    assert "4 sur 7" in client.get(PAGES[0]).content.decode()

    client.post("/mairie/premiers-pas/group/", {"commune": "31187"})
    assert "5 sur 7" in client.get(PAGES[0]).content.decode()
    client.post("/mairie/premiers-pas/group/", {"commune": "31187"})
    assert "4 sur 7" in client.get(PAGES[0]).content.decode()
    assert client.post("/mairie/premiers-pas/autre/").status_code == 404


def picture() -> io.BytesIO:
    file = io.BytesIO()
    Image.new("RGB", (300, 200), "navy").save(file, "PNG")
    file.name = "blason.png"
    file.seek(0)
    return file


def test_the_dress_is_seen_on_the_square_and_on_the_page_of_the_commune(client):
    client.force_login(officer_of())

    sent = {"colour": "#1f6f5c", "welcome": "Bienvenue à toutes et à tous.\nLe maire", "crest": picture()}
    assert client.post(PAGES[2], sent).status_code == 302

    space = Space.objects.get()
    assert (space.colour, bool(space.crest)) == ("#1f6f5c", True)
    public = client.get("/c/31187-fonsorbes/").content.decode()
    client.force_login(person_of())
    square = client.get("/place/").content.decode()
    assert "Bienvenue à toutes" in public
    assert "Bienvenue à toutes" in square
    assert 'href="/couleurs/1f6f5c.css"' in square
    assert space.crest in square
    assert "#1f6f5c" in client.get("/couleurs/1f6f5c.css").content.decode()
    assert client.get("/couleurs/rouge.css").status_code == 404


def test_a_pale_colour_is_refused_with_the_nearest_that_can_be_read(client):
    client.force_login(officer_of())

    page = client.post(PAGES[2], {"colour": "#ffe066", "welcome": "Bienvenue"}).content.decode()

    better = re.search(r"qui convient : (#[0-9a-f]{6})", page.replace("\u00a0", " ").replace("\u202f", " "))[
        1
    ]
    assert dress.contrast(better, dress.PAPER) >= dress.CONTRAST
    assert "Bienvenue</textarea>" in page
    assert Space.objects.get().colour == ""


def test_an_officer_orders_and_the_operator_signs(client):
    officer, operator = officer_of(), operator_of()
    client.force_login(officer)
    client.post("/mairie/espace/devis/", {"commune": "31187"})
    quote = Quote.objects.get()
    page = client.get(f"/mairie/espace/devis/{quote.pk}/").content.decode()
    client.post(f"/mairie/espace/devis/{quote.pk}/")
    again = client.post(f"/mairie/espace/devis/{quote.pk}/")
    assert client.post(f"/operateur/contrats/{Contract.objects.get().pk}/").status_code == 404

    client.force_login(operator)
    waiting = client.get("/operateur/").content.decode()
    client.post(f"/operateur/contrats/{Contract.objects.get().pk}/")

    assert quote.number in page
    assert again.status_code == 409
    assert "il n’y en a qu’un" in again.content.decode()
    assert "Contrats à signer" in waiting
    assert Space.objects.get().state == "contract"


def test_leaving_asks_why_and_keeps_sixty_days(client):
    client.force_login(officer_of())

    empty = client.post("/mairie/espace/depart/", {"commune": "31187"})
    client.post("/mairie/espace/depart/", {"commune": "31187", "reason": "Budget voté à la baisse"})
    page = client.get("/mairie/espace/").content.decode()

    assert empty.status_code == 400
    assert Space.objects.get().state == "grace"
    assert "Budget voté à la baisse" in page


def test_an_export_is_for_the_officers_of_its_town_hall_also_once_the_space_is_closed(client):
    officer = officer_of()
    export = exports.make(exports.ask(commune_of(), officer).pk)
    url = f"/mairie/espace/export/{exports.token(export)}/"
    assert client.get(url)["Location"].startswith("/compte/login/")
    for person in (person_of(), ambassador_of(), officer_of("31499"), operator_of()):
        client.force_login(person)
        assert client.get(url).status_code == 404, person

    now = timezone.now()
    Space.objects.update(state="grace", ends_on=timezone.localdate())
    Space.objects.update(state="closed", ends_on=None, closed_at=now)
    client.force_login(officer)
    assert b"".join(client.get(url)).startswith(b"PK")

    Role.objects.filter(person=officer).update(until=now)
    assert client.get(url).status_code == 404


def test_the_operator_suspends_and_resumes_with_a_reason(client):
    commune_of()
    client.force_login(operator_of())

    assert client.post("/operateur/communes/31187/suspension/", {"reason": ""}).status_code == 400
    client.post("/operateur/communes/31187/suspension/", {"reason": "Impayé depuis trois mois."})
    page = client.get("/operateur/communes/31187/").content.decode()
    assert (Space.objects.get().state, bool(Space.objects.get().suspended_at)) == ("trial", True)
    client.post("/operateur/communes/31187/reprise/")

    assert "Impayé depuis trois mois." in page
    assert Space.objects.get().suspended_at is None


def test_the_operator_sees_no_figure_about_fewer_than_five(client):
    for name in ("Paul", "Odile"):
        person_of(name)
    client.force_login(operator_of())

    page = client.get("/operateur/").content.decode()

    assert "moins de 5 inscrits" in re.sub(r"\s+", " ", page)


def test_the_grid_is_edited_from_a_day_on(client):
    client.force_login(operator_of())
    lines = {"valid_from": "2030-01-01", "up_to_0": "1000", "price_0": "300", "price_1": "900,50"}

    without_last = client.post("/operateur/prix/", lines | {"up_to_1": "2000"})
    past = client.post("/operateur/prix/", lines | {"valid_from": "2020-01-01"})
    client.post("/operateur/prix/", lines)

    assert "une seule ligne sans limite" in without_last.content.decode()
    assert "dans le passé" in past.content.decode()
    assert "300" in past.content.decode()
    from datetime import date

    from placette.townhall import pricing

    assert pricing.yearly_cents(1_001, pricing.prices(date(2030, 1, 1))) == 90_050
    assert pricing.yearly_cents(1_001, pricing.prices(date(2029, 12, 31))) == 60_000


def test_the_pages_ask_the_database_as_often_however_many_communes(client, django_assert_num_queries):
    client.force_login(operator_of())
    commune_of()
    client.get("/operateur/")
    for number in range(5):
        commune_of(f"3150{number}")

    with django_assert_num_queries(
        5 + 5
    ):  # session, person, memberships, roles, notices; two lists, figures twice, communes
        client.get("/operateur/")


def test_the_first_week_costs_as_many_queries_as_it_has_traces(client, django_assert_num_queries):
    client.force_login(officer_of())
    client.get(PAGES[0])

    with django_assert_num_queries(
        5 + 1 + 1 + 4
    ):  # shared; the space; ticked; roles twice, announcements, codes
        client.get(PAGES[0])
    assert Role.objects.count() == 1
