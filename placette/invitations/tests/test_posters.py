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
from placette.people.models import Role
from placette.people.tests.factories import ambassador_of, commune_of, officer_of, person_of

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


def test_who_puts_them_up_prints_them_and_learns_nothing_of_what_they_brought(
    client, campaign, django_assert_num_queries
):
    paper = f"{INVITATIONS}{campaign.pk}/affiche-a4.pdf"
    moderator = person_of("Maud")
    Role.objects.create(person=moderator, name=Role.Name.MODERATOR, commune=campaign.commune)
    for person in (ambassador_of(), moderator):
        client.force_login(person)
        assert "/affiches/" in client.get("/place/").content.decode()
        with django_assert_num_queries(6 + 1):  # the frame of a resident; posters
            page = client.get("/affiches/").content.decode()
        assert paper in page
        assert "Boulangerie" in page
        assert "inscrits" not in page
        assert client.get(paper).content.startswith(b"%PDF")
        assert client.get(f"{INVITATIONS}{campaign.pk}/").status_code == 404


def test_nobody_else_prints_them(client, campaign):
    paper = f"{INVITATIONS}{campaign.pk}/affiche-a4.pdf"
    moved_away = person_of("Aline", lives_in="31499")
    elsewhere = person_of("Zoé", lives_in="31499")
    for person, code in ((moved_away, "31187"), (elsewhere, "31499")):
        Role.objects.create(person=person, name=Role.Name.AMBASSADOR, commune=commune_of(code))

    for person in (person_of("Rose"), moved_away, elsewhere, officer_of("31499")):
        client.force_login(person)
        assert client.get(paper).status_code == 404
    client.force_login(elsewhere)
    assert "Pas encore d’affiche" in client.get("/affiches/").content.decode()
    assert client.get("/affiches/", {"commune": "31187"}).status_code == 404


def test_who_had_an_account_has_not_come_by_it(client, campaign):
    jeanne = person_of("Jeanne")
    client.get(f"/venir/{campaign.mark}/")
    client.force_login(jeanne)

    campaign.refresh_from_db()
    assert campaign.joined == 0
    assert client.get("/venir/unknown8/").status_code == 404


def test_who_names_a_poster_learns_who_reads_its_name(client):
    client.force_login(officer_of())

    page = client.get(f"{INVITATIONS}affiche/").content.decode().replace("\xa0", " ")

    assert "Les ambassadeurs et les modérateurs qui l’impriment le lisent aussi." in page
    assert page.index('name="name"') < page.index('name="word"')
