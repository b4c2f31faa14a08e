"""What has come is noted once, may be withdrawn, is told to whoever paid."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from placette.groupbuys.actions import payments
from placette.groupbuys.models import Payment
from placette.groupbuys.queries import payments as queries
from placette.notices.models import Notice
from placette.people.tests.factories import person_of

from .orders import paid_to, share_of, succeeded

pytestmark = pytest.mark.django_db


@pytest.fixture
def nadia():
    return person_of("Nadia", "Ferrand")


@pytest.fixture
def luc():
    return person_of("Luc", "Bergès")


@pytest.fixture
def campaign(nadia, luc):
    """Luc owes 13.50 €, Nadia 4.50 €."""
    made = succeeded(nadia, {luc: ["3"], nadia: ["1"]})
    paid_to(made, nadia)
    return made


def address(campaign, rest=""):
    return f"/achats/{campaign.pk}/paiements/{rest}"


def page_of(client, campaign, rest=""):
    return client.get(address(campaign, rest)).content.decode().replace("\u00a0", " ")


def told(person, event):
    return [each.facts for each in Notice.objects.filter(person=person, facts__event=event).order_by("pk")]


# --- The page


def test_it_shows_what_has_come_and_what_is_missing(client, campaign, nadia, luc):
    payments.note(campaign.pk, nadia, share_of(campaign, nadia).pk, "cash", 450, timezone.localdate())
    client.force_login(nadia)

    page = page_of(client, campaign)

    assert "4,50 €" in page
    assert "reçus sur 18,00 €" in page
    assert "Il manque 13,50 €, d’1 personne." in page
    assert 'max="100" value="25"' in page
    assert "Luc B." not in page_of(client, campaign, "?voir=payes")
    assert "Nadia F." not in page_of(client, campaign, "?voir=a-payer").split("Qui a payé")[1]
    assert "Luc B." in page_of(client, campaign, f"?q={share_of(campaign, luc).reference[-5:]}")
    assert "Personne de ce nom" in page_of(client, campaign, "?q=Zorro")


def test_a_thousand_take_no_more_queries_than_one(client, nadia, django_assert_num_queries):
    campaign = succeeded(nadia, {nadia: ["1"]})
    client.force_login(nadia)
    client.get(address(campaign))

    with django_assert_num_queries(10):
        client.get(address(campaign))

    many = succeeded(nadia, {person_of(f"Voisin{number:03}"): ["1"] for number in range(90)})
    with django_assert_num_queries(10):
        page = page_of(client, many)
    assert page.count('name="shares"') == queries.SHARES_A_PAGE
    with django_assert_num_queries(10):
        page = page_of(client, many, "?page=3")
    assert page.count('name="shares"') == 10
    assert "page=2" in page


@pytest.mark.parametrize(
    "asked",
    ["?page=0", "?page=-1", "?page=x", "?page=00000199999999999999999999", "?voir=rien", "?q=%00", "?page=9"],
)
def test_whatever_is_asked_there_is_a_page(client, campaign, nadia, asked):
    client.force_login(nadia)
    assert client.get(address(campaign, asked)).status_code == 200


# --- Noted by hand


def test_those_who_are_ticked_have_paid_all_they_owed(client, campaign, nadia, luc):
    payments.note(campaign.pk, nadia, share_of(campaign, luc).pk, "cash", 350, timezone.localdate())
    client.force_login(nadia)
    shares = [share_of(campaign, each).pk for each in (luc, nadia)]

    client.post(address(campaign, "noter/"), {"shares": shares, "kind": "cheque", "next": "?voir=tous"})
    again = client.post(address(campaign, "noter/"), {"shares": shares, "kind": "cheque"}, follow=True)

    assert sorted(Payment.objects.values_list("amount_cents", "kind")) == [
        (350, "cash"),
        (450, "cheque"),
        (1000, "cheque"),
    ]
    assert "rien n’a changé" in again.content.decode()
    assert [each["cents"] for each in told(luc, "paid")] == [350, 1000]
    assert [each["rest"] for each in told(luc, "paid")] == [1000, 0]


@pytest.mark.parametrize(
    "sent", [{}, {"kind": "cash"}, {"shares": ["x"], "kind": "cash"}, {"shares": [1], "kind": "or"}]
)
def test_a_tick_without_sense_notes_nothing(client, campaign, nadia, sent):
    client.force_login(nadia)
    assert client.post(address(campaign, "noter/"), sent).status_code == 302
    assert not Payment.objects.exists()


def test_a_part_and_too_much_are_noted_and_shown(client, campaign, nadia, luc):
    client.force_login(nadia)
    share = share_of(campaign, luc)
    form = {
        "amount": "5,00",
        "kind": "cash",
        "on": f"{timezone.localdate()}",
        "key": "3f6c2d1e-7a45-4c9b-9d02-5b1f0e8a6c11",
    }

    said = client.post(address(campaign, f"{share.pk}/"), form, follow=True)
    assert "la personne est prévenue" in said.content.decode()
    said = client.post(address(campaign, f"{share.pk}/"), form, follow=True)
    assert "rien n’a changé" in said.content.decode()
    assert Payment.objects.count() == 1
    assert "Il reste 8,50 € à recevoir" in page_of(client, campaign, f"{share.pk}/")
    assert "sur 13,50 €" in page_of(client, campaign)

    client.post(address(campaign, f"{share.pk}/"), form | {"amount": "10"})
    assert "1,50 € de trop" in page_of(client, campaign)
    assert queries.totals(campaign).over == 150


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"amount": "beaucoup"}, "Écrivez un prix en euros"),
        ({"amount": "0"}, "Écrivez le montant reçu"),
        ({"on": "2001-01-01"}, "Choisissez aujourd’hui ou un jour passé"),
        ({"on": f"{timezone.localdate() + timedelta(3)}"}, "Choisissez aujourd’hui ou un jour passé"),
        ({"on": ""}, "Choisissez un jour"),
        ({"kind": "or"}, "Sélectionnez un choix valide"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(client, campaign, nadia, luc, typed, said):
    client.force_login(nadia)
    form = {"amount": "5,00", "kind": "cash", "on": f"{timezone.localdate()}"} | typed

    response = client.post(address(campaign, f"{share_of(campaign, luc).pk}/"), form)

    assert response.status_code == 422
    assert said in response.content.decode()
    assert form["amount"] in response.content.decode()
    assert not Payment.objects.exists()


def test_a_mistake_is_withdrawn_told_and_stays_readable(client, campaign, nadia, luc):
    share = share_of(campaign, luc)
    payments.note(campaign.pk, nadia, share.pk, "cash", 1350, timezone.localdate())
    client.force_login(nadia)
    paid = Payment.objects.get()

    for _twice in range(2):
        client.post(address(campaign, f"{share.pk}/{paid.pk}/retrait/"))

    assert queries.of_person(campaign, luc).rest == 1350
    assert "retiré, c’était une erreur" in page_of(client, campaign, f"{share.pk}/")
    assert [each["cents"] for each in told(luc, "unpaid")] == [1350]
    assert (
        client.post(address(campaign, f"{share_of(campaign, nadia).pk}/{paid.pk}/retrait/")).status_code
        == 404
    )


def test_what_was_withdrawn_may_be_noted_again_from_the_same_form(campaign, nadia, luc):
    noted = (campaign.pk, nadia, share_of(campaign, luc).pk, "cash", 500, timezone.localdate(), "key")
    assert payments.note(*noted)
    payments.withdraw(campaign.pk, nadia, Payment.objects.get().pk)

    assert payments.note(*noted)
    assert queries.of_person(campaign, luc).rest == 850
    assert [each["cents"] for each in told(luc, "paid")] == [500, 500]


def test_the_database_keeps_what_was_noted(campaign, nadia, luc):
    share = share_of(campaign, luc)
    payments.note(campaign.pk, nadia, share.pk, "cash", 1350, timezone.localdate())
    for written in (lambda: Payment.objects.update(amount_cents=1), lambda: Payment.objects.all().delete()):
        with pytest.raises(IntegrityError, match="a_payment_is_not_rewritten"), transaction.atomic():
            written()
    nadia.delete()
    assert Payment.objects.get().noted_by is None
