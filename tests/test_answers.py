"""What every answer carries, and what people read when something breaks."""

import pytest
from django.db import connection
from django.test import Client

from placette.people.tests.factories import commune_of, person_of
from placette.places.models import Boundary

pytestmark = pytest.mark.django_db


def test_pages_of_somebody_are_kept_by_nobody_else(client):
    client.force_login(person_of())

    kept = client.get("/moi/")["Cache-Control"]

    assert "private" in kept
    assert "no-cache" in kept


def test_a_page_that_says_how_it_is_kept_keeps_its_word(client):
    client.force_login(person_of())
    Boundary.objects.create(commune=commune_of(), geojson={}, west=0, south=0, east=1, north=1)

    assert "public" in client.get("/c/31187/boundary.geojson")["Cache-Control"]


def test_the_back_button_shows_nothing_after_signing_out(client):
    client.force_login(person_of())

    assert client.post("/compte/logout/")["Clear-Site-Data"] == '"cache"'


def test_an_error_page_gives_the_number_that_the_log_has():
    client = Client(raise_request_exception=False)
    client.force_login(person_of())
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE people_offering RENAME TO gone")  # until the test's transaction ends

    answer = client.get("/moi/")

    assert answer.status_code == 500
    assert answer["X-Request-Id"] in answer.content.decode()
