"""What has come is noted once, may be withdrawn, is told to whoever paid; who owes is reminded; only organisers see it."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from placette.groupbuys.actions import payments
from placette.groupbuys.models import Campaign, Payment, Share
from placette.groupbuys.queries import payments as queries
from placette.notices.models import Notice
from placette.people.tests.factories import person_of

from .factories import campaign_of
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


# --- Reminders


def test_who_owes_is_reminded_once_a_day(client, campaign, nadia, luc):
    payments.note(campaign.pk, nadia, share_of(campaign, nadia).pk, "cash", 450, timezone.localdate())
    client.force_login(nadia)

    client.post(address(campaign, "rappel/"))
    again = client.post(address(campaign, "rappel/"), follow=True)

    assert [each["cents"] for each in told(luc, "remind")] == [1350]
    assert told(nadia, "remind") == []
    assert "un rappel par jour suffit" in again.content.decode()
    assert payments.remind(campaign.pk, timezone.now() + timedelta(days=1)) == 1


def test_nobody_is_reminded_before_she_knows_how_to_pay(client, nadia, luc):
    campaign = succeeded(nadia, {luc: ["1"]})
    client.force_login(nadia)
    answer = client.post(address(campaign, "rappel/"))
    assert answer.headers["Location"] == address(campaign, "modalites/")
    assert told(luc, "remind") == []


# --- Whose it is


PAGES = [
    "paiements/",
    "paiements/releve/",
    "paiements/{share}/",
    "commande/",
    "commande/fournisseur.pdf",
    "commande/fiches.csv",
]
SENT = [
    "paiements/noter/",
    "paiements/rappel/",
    "paiements/releve/",
    "paiements/releve/noter/",
    "paiements/{share}/",
]


def test_only_its_organisers_reach_payments_and_papers(client, campaign, nadia, luc):
    share = share_of(campaign, luc).pk
    for who, status in (
        (None, 302),
        (luc, 404),
        (person_of("Zoé"), 404),
        (person_of("Léa", verified=False), 404),
    ):
        client.logout()
        if who:
            client.force_login(who)
        for each in PAGES:
            assert client.get(f"/achats/{campaign.pk}/{each.format(share=share)}").status_code == status
        for each in SENT:
            assert client.post(f"/achats/{campaign.pk}/{each.format(share=share)}").status_code == status
    client.force_login(nadia)
    assert {
        client.get(f"/achats/{campaign.pk}/{each.format(share=share)}").status_code for each in PAGES
    } == {200}


def test_a_share_of_another_campaign_is_not_found(client, campaign, nadia):
    other = succeeded(nadia, {nadia: ["1"]})
    share = Share.objects.get(pledge__campaign=other)
    client.force_login(nadia)
    assert client.get(address(campaign, f"{share.pk}/")).status_code == 404
    client.post(address(campaign, "noter/"), {"shares": [share.pk], "kind": "cash"})
    assert not Payment.objects.exists()


def test_before_the_closing_its_organiser_reads_when_it_comes(client, nadia):
    campaign = campaign_of(nadia)
    client.force_login(nadia)
    for each in ("paiements/", "commande/", "commande/fiches.pdf"):
        assert client.get(f"/achats/{campaign.pk}/{each}").headers["Location"] == f"/achats/{campaign.pk}/"


# --- Whatever happens, the sums hold


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.one_of(
            st.tuples(st.just("note"), st.integers(0, 1), st.integers(1, 2000)),
            st.tuples(st.just("settle"), st.integers(0, 1), st.just(0)),
            st.tuples(st.just("withdraw"), st.integers(0, 3), st.just(0)),
        ),
        max_size=8,
    )
)
def test_any_order_of_payments_keeps_the_sums(db, steps):
    nadia, luc = person_of("Nadia"), person_of("Luc")
    campaign = succeeded(nadia, {luc: ["3"], nadia: ["1"]})
    shares = list(Share.objects.filter(pledge__campaign=campaign).order_by("pk"))
    for what, which, cents in steps:
        if what == "note":
            payments.note(campaign.pk, nadia, shares[which].pk, "cash", cents, timezone.localdate())
        elif what == "settle":
            payments.settle(campaign.pk, nadia, [shares[which].pk], "cash", timezone.localdate())
        elif noted := Payment.objects.filter(share__in=shares).order_by("pk")[which : which + 1]:
            payments.withdraw(campaign.pk, nadia, noted[0].pk)

    totals = queries.totals(campaign)
    balances = queries.page(campaign, queries.Shown.ALL).balances
    assert totals.owed == Campaign.objects.get(pk=campaign.pk).closing.total_cents
    assert totals.owed - totals.missing + totals.over == totals.received
    assert totals.received == sum(each.paid for each in balances)
    assert totals.missing == sum(each.rest for each in balances)
    assert totals.settled == sum(each.rest == 0 for each in balances)


@pytest.mark.django_db(transaction=True)
def test_two_organisers_tick_at_once_and_it_is_noted_once():
    nadia = person_of("Nadia")
    campaign = succeeded(nadia, {person_of(f"Voisin{number}"): ["1"] for number in range(4)})
    shares = list(Share.objects.values_list("pk", flat=True))

    def tick(_number):
        try:
            return payments.settle(campaign.pk, nadia, shares, "cash", timezone.localdate())
        finally:
            connection.close()

    with ThreadPoolExecutor(6) as pool:
        assert sorted(pool.map(tick, range(6))) == [0, 0, 0, 0, 0, 4]
    assert Payment.objects.count() == 4
