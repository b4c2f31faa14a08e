"""How to pay is said by the organisers, checked, told to whoever owes, and stands once somebody has paid to it."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError
from django.utils import timezone

from placette.groupbuys import transfers
from placette.groupbuys.actions import payments
from placette.groupbuys.models import Payment, PaymentTerms
from placette.notices.models import Notice
from placette.people.tests.factories import person_of

from .factories import campaign_of
from .orders import IBAN, paid_to, share_of, succeeded

pytestmark = pytest.mark.django_db
GIVEN = {"transfer": "on", "payee": "Nadia Ferrand", "iban": "FR76 3000 6000 0112 3456 7890 189"}


@pytest.fixture
def nadia():
    return person_of("Nadia", "Ferrand")


@pytest.fixture
def luc():
    return person_of("Luc", "Bergès")


def address(campaign, rest="modalites/"):
    return f"/achats/{campaign.pk}/paiements/{rest}"


def test_the_organiser_says_it_before_the_closing_and_nobody_is_told_yet(client, nadia):
    campaign = campaign_of(nadia)
    client.force_login(nadia)
    told = Notice.objects.count()

    response = client.post(address(campaign), GIVEN | {"pay_by": f"{timezone.localdate() + timedelta(20)}"})

    assert response.status_code == 302
    terms = PaymentTerms.objects.get(campaign=campaign)
    assert (terms.iban, terms.payee, terms.set_by) == (IBAN, "Nadia Ferrand", nadia)
    assert Notice.objects.count() == told


def test_after_the_closing_whoever_owes_is_told_once_for_each_change(client, nadia, luc):
    campaign = succeeded(nadia, {luc: ["2"]})
    client.force_login(nadia)

    client.post(address(campaign), GIVEN)
    client.post(address(campaign), GIVEN)

    assert Notice.objects.filter(person=luc, facts__event="terms").count() == 1
    client.post(address(campaign), GIVEN | {"cash": "on", "cash_to": "Samedi"})
    assert Notice.objects.filter(person=luc, facts__event="terms").count() == 2
    client.post(address(campaign), GIVEN)  # back to what was told first
    assert Notice.objects.filter(person=luc, facts__event="terms").count() == 3
    client.force_login(luc)
    assert "voici comment payer votre part" in client.get("/avis/").content.decode()


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"iban": "FR76 3000 6000 0112 3456 7890 188"}, "Cet IBAN a une faute de frappe"),
        ({"iban": "SA03 8000 0000 6080 1016 7519"}, "n’est pas de la zone SEPA"),
        ({"iban": ""}, "Écrivez l’IBAN, ou décochez"),
        ({"payee": ""}, "Écrivez le nom du titulaire"),
        ({"bic": "AGRI"}, "Un BIC a 8 ou 11"),
        ({"transfer": ""}, "Choisissez au moins une façon de payer"),
        ({"cheque": "on"}, "Dites à l’ordre de qui"),
        ({"pay_by": "2020-01-01"}, "à partir d’aujourd’hui"),
        ({"pay_by": "bientôt"}, "Choisissez un jour."),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(client, nadia, typed, said):
    campaign = campaign_of(nadia)
    client.force_login(nadia)

    response = client.post(
        address(campaign), {each: value for each, value in (GIVEN | typed).items() if value}
    )

    assert response.status_code == 422
    page = response.content.decode()
    assert said in page
    assert all(value in page for name, value in (GIVEN | typed).items() if value and value != "on")
    assert not PaymentTerms.objects.exists()


def test_the_account_stands_once_a_transfer_has_come_and_the_rest_may_change(client, nadia, luc):
    campaign = succeeded(nadia, {luc: ["2"]})
    paid_to(campaign, nadia)
    payments.note(campaign.pk, nadia, share_of(campaign, luc).pk, "transfer", 100, timezone.localdate())
    client.force_login(nadia)

    other = GIVEN | {"iban": "DE89 3704 0044 0532 0130 00", "cheque": "on", "cheque_to": "Le fournisseur"}
    assert client.post(address(campaign), other).status_code == 302

    terms = PaymentTerms.objects.get()
    assert (terms.iban, terms.cheque_to) == (IBAN, "Le fournisseur")
    assert "il ne change plus" in client.get(address(campaign)).content.decode()
    with pytest.raises(IntegrityError, match="an_account_that_was_paid_to_stands"):
        PaymentTerms.objects.update(iban="DE89370400440532013000")


def test_a_payment_withdrawn_frees_the_account(client, nadia, luc):
    campaign = succeeded(nadia, {luc: ["2"]})
    paid_to(campaign, nadia)
    payments.note(campaign.pk, nadia, share_of(campaign, luc).pk, "transfer", 100, timezone.localdate())
    payments.withdraw(campaign.pk, nadia, Payment.objects.get().pk)

    assert PaymentTerms.objects.update(iban="DE89370400440532013000") == 1


def test_where_no_account_was_named_one_may_still_be(client, nadia, luc):
    campaign = succeeded(nadia, {luc: ["2"]})
    paid_to(campaign, nadia, transfer=False, payee="", iban="")
    payments.note(campaign.pk, nadia, share_of(campaign, luc).pk, "transfer", 100, timezone.localdate())
    client.force_login(nadia)

    assert client.post(address(campaign), GIVEN).status_code == 302

    assert PaymentTerms.objects.get().iban == IBAN


def test_what_failed_has_no_terms(client, nadia):
    campaign = succeeded(nadia, {nadia: ["1"]}, minimum_takers=2)
    client.force_login(nadia)
    assert campaign.state == "failed"
    assert client.get(address(campaign)).status_code == 404


def test_nobody_but_the_organisers_sets_or_reads_them(client, nadia, luc):
    campaign = campaign_of(nadia)
    paid_to(campaign, nadia, pay_by=date(2027, 1, 15))
    assert client.get(address(campaign)).status_code == 302
    client.force_login(luc)
    assert client.get(address(campaign)).status_code == 404
    assert client.post(address(campaign), GIVEN).status_code == 404
    assert PaymentTerms.objects.get().set_by == nadia


def test_an_account_is_read_as_people_type_it():
    assert transfers.account("fr76 3000-6000 0112 3456 7890 189") == IBAN
    assert transfers.in_fours(IBAN) == "FR76 3000 6000 0112 3456 7890 189"


@pytest.mark.parametrize(
    "payee", ["Coopérative des Cœurs" + "œ" * 49, "ﬃ" * 70, "木" * 70, "🪵" * 70, "a" * 69 + "œ"]
)
def test_a_long_name_of_any_letters_fits_into_the_code(payee):
    terms = PaymentTerms(payee=payee, iban=IBAN, bic="AGRIFRPPXXX")
    assert transfers.code(terms, payments.AT_MOST, "RF42000012300001").error == "M"
