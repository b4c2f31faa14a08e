"""Columns of a list are guessed by their names, corrected by the clerk, and the list read anew."""

import io

import pytest

from placette.invitations.actions import campaigns, drafts
from placette.invitations.models import Campaign, SentList
from placette.people.tests.factories import officer_of, person_of

from .campaigns import INVITATIONS, letters_to

pytestmark = pytest.mark.django_db
HOUSEHOLDS = "Qui;Où;Ville\nJeanne Martin;3 rue des Tilleuls;Fonsorbes\nKarim;4 rue Basse;Seysses\n"
PEOPLE = "Prénom;Contact;Nom\nZoé;zoe@exemple.fr;Élie\nLuc;luc@exemple.fr;\n"


def sent(client, text: str, page: str = "lettres/", **said: str) -> Campaign:
    file = io.BytesIO(text.encode())
    file.name = "liste.csv"
    client.post(f"{INVITATIONS}{page}", {"commune": "31187", "name": "Tilleuls", "list": file} | said)
    return Campaign.objects.get()


def match(client, campaign: Campaign, **columns: str) -> str:
    address = f"{INVITATIONS}{campaign.pk}/colonnes/"
    return client.post(address, {"commune": "31187"} | columns, follow=True).content.decode()


def test_a_column_that_was_not_understood_is_chosen_and_the_list_read_anew(client):
    client.force_login(officer_of())
    campaign = sent(client, HOUSEHOLDS, word="Venez !")
    before = client.get(f"{INVITATIONS}{campaign.pk}/").content.decode()
    assert "pas reconnu la colonne « Rue, ou adresse »" in before.replace("\xa0", " ")
    assert "Préparer les lettres" not in before

    page = match(client, campaign, name="0", street="1", town="2", more="0", first="99", postcode="x")

    assert "Jeanne Martin<br>3 rue des Tilleuls<br>FONSORBES" in page
    assert "Seysses n’est pas votre commune." in page
    assert '<option value="1" selected>Où</option>' in page
    campaign.refresh_from_db()
    assert (campaign.total, campaign.refused_count, campaign.word) == (1, 1, "Venez !")
    assert campaign.sent_list.columns == {"name": 0, "street": 1, "town": 2}

    page = match(client, campaign, street="1")  # a name is left out, and so is the town
    campaign.refresh_from_db()
    assert "Aux habitants<br>4 rue Basse<br>FONSORBES" in page
    assert [each.number for each in campaign.letters.order_by("number")] == [1, 2]


def test_an_address_is_found_by_its_sign_and_its_name_by_the_columns(client):
    client.force_login(officer_of())
    campaign = sent(client, PEOPLE, "courriels/", agreed="on")
    assert campaign.sent_list.columns == {"email": 1, "first": 0, "last": 2}

    page = match(client, campaign, email="1", first="2")

    assert list(campaign.invited.order_by("number").values_list("email", "name")) == [
        ("zoe@exemple.fr", "Élie"), ("luc@exemple.fr", ""),
    ]  # fmt: skip
    assert "Envoyer les e-mails" in page
    match(client, campaign, email="0")
    campaign.refresh_from_db()
    assert (campaign.total, campaign.refused_count) == (0, 2)


def test_a_list_goes_when_its_campaign_begins_and_is_corrected_no_more(client):
    officer = officer_of()
    client.force_login(officer)
    campaign = sent(client, HOUSEHOLDS.replace("Où", "Adresse"))
    assert campaigns.begin(campaign.pk, officer)

    assert not SentList.objects.exists()
    assert not drafts.correct(campaign.pk, {"street": 0})
    assert "sa liste n’est plus là" in match(client, campaign, street="0")
    assert campaign.letters.get().lines.startswith("Aux habitants\n3 rue des Tilleuls")


def test_a_draft_that_was_typed_has_no_columns_and_one_that_is_forgotten_leaves_no_list(client):
    officer = officer_of()
    client.force_login(officer)
    typed = letters_to("1 rue Haute", officer)
    assert "Vos colonnes" not in client.get(f"{INVITATIONS}{typed.pk}/").content.decode()
    typed.delete()
    campaign = sent(client, HOUSEHOLDS)
    client.force_login(person_of("Rose"))
    assert client.post(f"{INVITATIONS}{campaign.pk}/colonnes/", {"commune": "31187"}).status_code == 404

    campaigns.cancel(campaign.pk, officer)
    assert not SentList.objects.exists()


def test_a_list_without_a_row_is_refused_and_its_words_stay(client):
    client.force_login(officer_of())
    file = io.BytesIO(b"Nom;Adresse\n")
    file.name = "liste.csv"

    said = {"commune": "31187", "name": "Tilleuls", "word": "Venez !", "list": file}
    page = client.post(f"{INVITATIONS}lettres/", said).content.decode()

    assert "aucune adresse" in page
    assert "Venez !" in page
