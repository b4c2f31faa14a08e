"""The frame of the town hall's pages: where one is, and where else one can go."""

import re

import pytest
from django.urls import reverse

from placette.people.models import Role
from placette.people.tests.factories import commune_of, officer_of, standing
from placette.townhall import nav

pytestmark = pytest.mark.django_db


def test_the_tab_of_the_page_is_current_and_no_other(client):
    client.force_login(officer_of())

    page = client.get("/mairie/").content.decode()

    tabs = page[page.index("desk-tabs") : page.index("</nav>", page.index("desk-tabs"))]
    assert re.findall(r'href="([^"]+)" aria-current', tabs) == ["/mairie/"]
    assert "La mairie de Fonsorbes" in page


def test_a_page_below_a_tab_is_of_that_tab():
    shown = nav.tabs(standing(officer_of()), commune_of(), "/mairie/codes/")

    assert [tab["label"] for tab in shown if tab["current"]] == [nav.doors[0].title]


def test_who_works_for_two_town_halls_stays_at_this_one():
    officer = officer_of()
    Role.objects.create(person=officer, name=Role.Name.OFFICER, commune=commune_of("31499"))

    shown = nav.tabs(standing(officer), commune_of("31499"), "/mairie/")

    assert shown[0]["href"] == reverse("townhall:desk") + "?commune=31499"
