"""From a list to letters with codes, and from a code to a neighbour."""

import io
import re
import subprocess
from datetime import timedelta

import pytest
import typst
from django.core.files.storage import default_storage
from django.utils import timezone
from pypdf import PdfReader

from placette.core import press
from placette.core.tests.racing import at_once
from placette.invitations import sealed
from placette.invitations.actions import campaigns, letters
from placette.invitations.models import Campaign, Letter, Packet
from placette.invitations.papers import letters as papers
from placette.notices.models import Notice
from placette.people.actions import trust
from placette.people.models import ActivationCode, Membership
from placette.people.tests.factories import commune_of, officer_of, person_of
from placette.places import events, leaving
from placette.trust.models import Line

from .campaigns import INVITATIONS, letters_to, packed

pytestmark = pytest.mark.django_db
CODE = re.compile(r"[2-9A-Z]{4}-[2-9A-Z]{4}-[2-9A-Z]{3}")


def made(text: str = "1 à 3 rue des Tilleuls") -> tuple[Campaign, list[str]]:
    """A campaign that is ready, and the codes that stand in its letters."""
    campaign = letters_to(text)
    Campaign.objects.update(state="making", refused=[], unsure=[])
    while letters.make_packet(campaign.pk):
        pass
    campaign.refresh_from_db()
    return campaign, [
        code for packet in campaign.packets.order_by("first") for code in CODE.findall(text_of(packet))
    ]


def text_of(packet: Packet) -> str:
    return " ".join(page.extract_text() for page in PdfReader(io.BytesIO(sealed.read(packet.file))).pages)


def test_an_officer_goes_from_a_list_to_letters_to_print(client, worker, smtp):
    officer = officer_of()
    client.force_login(officer)
    sent = io.BytesIO("nom;adresse\nJeanne Martin;3 rue des Tilleuls\nKarim;3 rue\nSeule;\n".encode("cp1252"))
    sent.name = "foyers.csv"
    answer = client.post(f"{INVITATIONS}lettres/", {"commune": "31187", "name": "Tilleuls", "list": sent})
    page = client.get(answer["Location"]).content.decode()
    assert "Jeanne Martin<br>3 rue des Tilleuls<br>FONSORBES" in page
    assert "Pas de rue ni de lieu-dit." in page
    campaign = Campaign.objects.get()
    example = PdfReader(io.BytesIO(client.get(f"{INVITATIONS}{campaign.pk}/exemple.pdf").content))
    assert "EXEMPLE" in example.pages[0].extract_text()
    assert not ActivationCode.objects.exists(), "nothing is made before she has looked"

    client.post(f"{INVITATIONS}{campaign.pk}/lancer/", {"commune": "31187"})
    worker()

    page = client.get(f"{INVITATIONS}{campaign.pk}/").content.decode()
    paper = client.get(re.search(rf"{INVITATIONS}\d+/lettres-1\.pdf", page).group())
    assert paper.content.startswith(b"%PDF")
    assert paper["Cache-Control"] == "private, no-store"
    assert Notice.objects.get(person=officer).url == f"{INVITATIONS}{campaign.pk}/?commune=31187"
    assert list(Line.objects.order_by("pk").values_list("verb", flat=True)) == [
        "invitations.begun", "invitations.taken",
    ]  # fmt: skip


def test_a_letter_opens_once_and_its_campaign_counts_it(client):
    campaign, (code, *_others) = made()
    newcomer = person_of("Rose", verified=False)
    client.force_login(newcomer)
    shown = client.get(f"/lettre/31187/{code.replace('-', '')}/", follow=True).content.decode()
    assert code.replace("-", "") in re.search(r'<input[^>]*name="code"[^>]*>', shown).group()
    client.post("/confiance/31187/", {"code": code})

    assert Membership.objects.get(person=newcomer).verified_at
    assert ActivationCode.objects.get(used_at__isnull=False).letter.campaign == campaign
    assert "letter_code" not in client.cookies or not client.cookies["letter_code"].value


def test_the_code_waits_in_the_browser_of_who_must_sign_up_first(client):
    commune_of()
    page = client.get("/lettre/31187/ABCDEFGHJKM/").content.decode()
    assert "ABCD-EFGH-JKM" in page
    assert 'href="/rejoindre/31187/"' in page
    assert client.cookies["letter_code"]["path"] == "/confiance/"
    assert not any("ABCDEFGHJKM" in str(value) for value in client.session.values())

    client.force_login(person_of("Rose", verified=False))
    assert "ABCDEFGHJKM" in client.get("/confiance/31187/").content.decode()
    assert client.get("/lettre/31187/ABC/").status_code == 404
    assert client.get("/lettre/99999/ABCDEFGHJKM/").status_code == 404


def test_an_independent_reader_reads_the_drawings(tmp_path):
    campaign = letters_to("1 rue Haute")
    codes = [trust.new_code() for _each in range(6)]
    paper = papers.paper(campaign, [(code, "Mme Martin\n1 rue Haute") for code in codes])
    drawn = typst.compile(
        papers.TEMPLATE, sys_inputs=press.inputs(paper), ignore_system_fonts=True, format="png", ppi=110.0
    )
    for number, page in enumerate(drawn):
        (tmp_path / f"{number}.png").write_bytes(page)
    read = subprocess.run(
        ["zbarimg", "--quiet", "--raw", *sorted(tmp_path.glob("*.png"))],
        capture_output=True,
        check=True,
        timeout=30,
    ).stdout.decode()
    assert read.split() == [papers.address_of("31187", code) for code in codes]


def test_the_storage_holds_no_code_and_the_files_go_after_a_week(client, time_machine):
    campaign, codes = made()
    packet = campaign.packets.get()
    with default_storage.open(packet.file) as file:
        kept = file.read()
    assert len(codes) == 3
    assert not kept.startswith(b"%PDF")
    rows = str([*ActivationCode.objects.values(), *Letter.objects.values(), *Campaign.objects.values()])
    assert not any(code in rows or code.replace("-", "") in rows for code in codes)

    time_machine.move_to(timezone.now() + letters.KEPT + timedelta(minutes=1))
    client.force_login(campaign.by)
    paper = f"{INVITATIONS}{campaign.pk}/lettres-1.pdf"
    assert client.get(paper, {"commune": "31187"}).status_code == 404, "also before the night's job"
    assert campaigns.forget_old() == 1
    assert not default_storage.exists(packet.file)
    assert not Packet.objects.exists()


def test_given_up_in_the_middle_no_code_opens(client, monkeypatch):
    monkeypatch.setattr(letters, "PACKET", 2)
    campaign = letters_to("1 à 5 rue Haute")
    client.force_login(campaign.by)
    assert campaigns.begin(campaign.pk, campaign.by)
    assert letters.make_packet(campaign.pk)
    (code, _other) = CODE.findall(text_of(campaign.packets.get()))
    file = campaign.packets.get().file
    assert client.get(f"{INVITATIONS}{campaign.pk}/avancement/").json() == {
        "done": 2,
        "total": 5,
        "state": "making",
    }

    client.post(f"{INVITATIONS}{campaign.pk}/annuler/", {"commune": "31187"})

    assert not letters.make_packet(campaign.pk), "the worker stops"
    with pytest.raises(trust.Refusal):
        trust.redeem_code(person_of("Rose", verified=False).memberships.get(), code)
    assert not default_storage.exists(file)
    assert not Letter.objects.exists()
    assert "aucun de ses codes ne sert plus" in client.get(f"{INVITATIONS}{campaign.pk}/").content.decode()


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_make_each_letter_once():
    campaign = letters_to("1 à 4 rue Haute")
    campaigns.begin(campaign.pk, campaign.by)

    at_once(lambda _: letters.make_packet(campaign.pk), range(2))

    campaign.refresh_from_db()
    assert (campaign.done, campaign.state) == (4, "ready")
    assert ActivationCode.objects.count() == 4
    codes = CODE.findall(text_of(campaign.packets.get()))
    trust.redeem_code(person_of("Rose", verified=False).memberships.get(), codes[3])


def test_what_was_typed_stays_when_it_is_refused(client):
    client.force_login(officer_of())
    said = {"commune": "31187", "name": "Tilleuls", "word": "Venez !", "typed": ""}
    page = client.post(f"{INVITATIONS}lettres/", said).content.decode()
    assert "Choisissez un fichier" in page
    assert "Venez !" in page
    broken = io.BytesIO(b"%PDF-1.7")
    broken.name = "liste.pdf"
    page = client.post(f"{INVITATIONS}lettres/", said | {"list": broken}).content.decode()
    assert ".xlsx ou en .csv" in page
    assert "Venez !" in page


def test_a_draft_is_forgotten_after_a_day_and_a_left_out_line_is_no_formula(client, time_machine):
    officer = officer_of()
    client.force_login(officer)
    campaign = letters_to("1 rue Haute\n=1+1", officer)
    table = client.get(f"{INVITATIONS}{campaign.pk}/a-corriger.csv").content.decode()
    assert "\r\n2;" in table
    assert not re.search(r";[=+@-]", table)

    time_machine.move_to(timezone.now() + campaigns.DRAFT_LIFE + timedelta(minutes=1))
    assert campaigns.forget_old() > 0
    assert not Campaign.objects.exists()


def test_another_town_hall_and_residents_find_nothing(client):
    campaign = letters_to("1 rue Haute")
    packed(campaign)
    for person in (officer_of("31499"), person_of("Jeanne")):
        client.force_login(person)
        for page in ("", "avancement/", "lettres-1.pdf", "a-corriger.csv", "exemple.pdf"):
            query = "?commune=31187" if page.endswith("/") else ""
            assert client.get(f"{INVITATIONS}{campaign.pk}/{page}{query}").status_code == 404
        assert client.post(f"{INVITATIONS}{campaign.pk}/annuler/", {"commune": "31187"}).status_code == 404


def test_the_list_costs_as_much_for_ten_as_for_one(client, django_assert_num_queries):
    officer = officer_of()
    for _each in range(10):
        letters_to("1 rue Haute", officer)
    client.force_login(officer)
    client.get(INVITATIONS)
    with django_assert_num_queries(7):
        client.get(INVITATIONS)


def test_a_campaign_costs_as_much_with_ten_packets_as_with_one(client, django_assert_num_queries):
    campaign = letters_to("1 rue Haute")
    Campaign.objects.update(state="ready", ended_at=timezone.now())
    for first in range(1, 11):
        packed(campaign, first)
    default_storage.delete(campaign.packets.get(first=1).file)
    client.force_login(campaign.by)
    client.get(f"{INVITATIONS}{campaign.pk}/")
    with django_assert_num_queries(8):
        page = client.get(f"{INVITATIONS}{campaign.pk}/").content.decode()
    assert "Télécharger les lettres 10 à 10" in page
    assert client.get(f"{INVITATIONS}{campaign.pk}/lettres-1.pdf").status_code == 404, "its file has gone"


def test_campaigns_move_and_go_with_their_commune():
    file = packed(letters_to("1 rue Haute")).file
    commune_of("31499")
    for move in events.merged:
        move("31187", "31499")
    assert Campaign.objects.get().commune_id == "31499"
    for erase in leaving.erasers:
        erase("31499")
    assert not Campaign.objects.exists()
    assert not default_storage.exists(file)
