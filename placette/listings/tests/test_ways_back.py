"""Where one lands after a form was not taken."""

import re

import pytest

from placette.people.tests.factories import person_of

from .factories import answer_to, listing_of

pytestmark = pytest.mark.django_db
BROWSER = {"Accept": "text/html,application/xhtml+xml"}


def test_the_square_still_works_where_an_empty_request_was_refused(client):
    client.force_login(person_of())

    page = client.post("/je-cherche/", {"title": ""}).content.decode()

    links = re.findall(r'href="([^"]*quoi=loan[^"]*)"', page)
    assert [client.get(link).status_code for link in links] == [200]
    assert 'id="recherche" method="get" action="/place/"' in page


@pytest.mark.parametrize(
    ("sent_to", "page"),
    [
        ("/annonces/{listing}/reponse/", "/annonces/{listing}/"),
        ("/annonces/{listing}/fin/", "/annonces/{listing}/"),
        ("/messages/{conversation}/proposition/", "/messages/{conversation}/"),
        ("/accords/7/accept/", "/accords/"),
        ("/avis/vus/", "/avis/"),
        ("/je-cherche/", "/"),
    ],
)
def test_an_address_that_only_takes_forms_leads_to_the_page_with_the_form(client, sent_to, page):
    karim = person_of("Karim")
    answer = answer_to(listing_of(person_of()), karim)
    places = {"listing": answer.listing_id, "conversation": answer.conversation_id}
    client.force_login(karim)

    answer = client.get(sent_to.format(**places), headers=BROWSER)

    assert answer["Location"] == page.format(**places)
    assert (
        "Rien n’a été envoyé" in client.get(answer["Location"], headers=BROWSER, follow=True).content.decode()
    )


def test_the_api_still_says_that_a_method_is_not_allowed(client):
    client.force_login(person_of())

    assert client.get("/api/v1/listings/1/close").status_code == 405
