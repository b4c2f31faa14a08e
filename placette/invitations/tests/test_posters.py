"""Posters and flyers, and counting who came by them without naming anybody."""

import io
import subprocess

import pytest
import typst
from pypdf import PdfReader

from placette.core import press
from placette.invitations.actions import campaigns
from placette.invitations.models import Campaign
from placette.invitations.papers import poster as papers
from placette.people.tests.factories import commune_of, officer_of, person_of

from .campaigns import INVITATIONS

pytestmark = pytest.mark.django_db


@pytest.fixture
def campaign():
    return campaigns.put_up(commune_of(), officer_of(), "Boulangerie", "")


def test_an_officer_makes_a_poster_of_one_page_in_both_sizes(client):
    client.force_login(officer_of())
    page = client.post(
        f"{INVITATIONS}affiche/",
        {"commune": "31187", "name": "Boulangerie", "word": "Permanence le samedi"},
        follow=True,
    )
    assert "Trop peu d’inscrits" in page.content.decode()
    campaign = Campaign.objects.get()
    for size, width in (("a4", 595), ("a5", 420)):
        paper = client.get(f"{INVITATIONS}{campaign.pk}/affiche-{size}.pdf")
        (sheet,) = PdfReader(io.BytesIO(paper.content)).pages
        assert round(sheet.mediabox.width) == width
        assert "Permanence le samedi" in sheet.extract_text()
    assert client.get(f"{INVITATIONS}{campaign.pk}/affiche-a3.pdf").status_code == 404


def test_an_independent_reader_reads_the_longest_poster(campaign, tmp_path):
    campaign.word = "Une longue phrase de la mairie " * 4
    drawn = typst.compile(
        papers.TEMPLATE, sys_inputs=press.inputs(papers.paper(campaign, "a5")), ignore_system_fonts=True, format="png",
        ppi=120.0,
    )  # fmt: skip
    assert isinstance(drawn, bytes), "one page"
    (tmp_path / "poster.png").write_bytes(drawn)
    read = subprocess.run(
        ["zbarimg", "--quiet", "--raw", tmp_path / "poster.png"], capture_output=True, check=True, timeout=30
    )
    assert read.stdout.decode().strip().endswith(f"/venir/{campaign.mark}/")


def test_who_signs_up_after_the_link_is_counted_once(client, campaign):
    path = f"/venir/{campaign.mark}/"
    assert client.get(path)["Location"] == campaign.commune.get_absolute_url()
    assert client.session["commune"] == "31187"
    client.get(path)
    newcomer = person_of("Rose", lives_in=None)  # her account is made after the link
    for _each in range(2):
        client.force_login(newcomer)  # in the same browser
        client.logout()

    campaign.refresh_from_db()
    assert campaign.joined == 1


def test_who_had_an_account_has_not_come_by_it(client, campaign):
    jeanne = person_of("Jeanne")
    client.get(f"/venir/{campaign.mark}/")
    client.force_login(jeanne)

    campaign.refresh_from_db()
    assert campaign.joined == 0
    assert client.get("/venir/unknown8/").status_code == 404
