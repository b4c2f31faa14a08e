"""Whom an organiser asks for a quote, and who may not."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from placette.groupbuys.actions.interest import tell
from placette.groupbuys.models import Quote, QuoteTier
from placette.notices.models import Notice
from placette.people.tests.factories import person_of

from .factories import offered, product_of
from .test_interest import asking

TOMORROW, IN_A_MONTH = ((timezone.localdate() + timedelta(days=days)).isoformat() for days in (1, 30))


@pytest.fixture
def organiser():
    return person_of("Nadia", "Ferrand")


@pytest.fixture
def campaign(organiser):
    campaign = asking(organiser)
    tell(campaign.pk, person_of("Luc", "Bonnet"), {product_of(campaign).pk: Decimal("12.5")})
    return campaign


@pytest.fixture
def ask(client, campaign, organiser):
    def asked(email="bois@exemple.fr", **fields):
        client.force_login(organiser)
        typed = {"name": "Bois du Gers", "email": email, "until": IN_A_MONTH, "words": "Sacs de 15 kg."}
        return client.post(reverse("groupbuys:ask_supplier", args=[campaign.pk]), typed | fields)

    return asked


@transaction.atomic
def _written(quote, product, tiers) -> None:
    for threshold, cents in tiers:
        QuoteTier.objects.create(quote=quote, product=product, threshold=threshold, unit_cents=cents)
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


@pytest.mark.django_db
def test_the_organiser_is_told_why_she_cannot_ask(ask):
    ask()
    for fields, said in (
        ({"email": "BOIS@exemple.fr"}, "déjà sur votre liste"),
        ({"email": "nulle part"}, "Sacs de 15 kg."),
        ({"email": "a@exemple.fr", "until": "2020-01-01"}, "au moins jusqu’à demain"),
        ({"email": "a@exemple.fr", "until": "9999-12-31"}, "Trois mois au plus"),
    ):
        refused = ask(**fields)
        assert refused.status_code == 422
        assert said in refused.content.decode()
        assert "Sacs de 15 kg." in refused.content.decode()
    assert Quote.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_an_address_that_takes_no_mail_is_told_to_the_organiser(ask, organiser, smtp, worker, monkeypatch):
    async def unknown(server, session, envelope, address, options):
        return "550 5.1.1 unknown"

    monkeypatch.setattr(smtp, "handle_RCPT", unknown, raising=False)
    ask()
    worker()

    (notice,) = Notice.objects.filter(person=organiser)
    assert notice.facts["event"] == "unreachable"


@pytest.mark.django_db
def test_others_neither_ask_nor_read_addresses(client, organiser):
    campaign = asking(organiser)
    client.force_login(person_of("Luc"))

    for name in ("quotes", "ask_supplier", "show_quotes"):
        path = reverse(f"groupbuys:{name}", args=[campaign.pk])
        assert {client.get(path).status_code, client.post(path).status_code} <= {404, 405}


@pytest.mark.django_db
def test_who_tries_keys_is_stopped(client, monkeypatch):
    monkeypatch.setattr("placette.groupbuys.views.supplier.TRIES_AN_HOUR", 3)

    tries = [client.get(f"/devis/{number}/").status_code for number in range(4)]

    assert tries == [404, 404, 404, 429]


@pytest.mark.django_db
def test_the_database_keeps_that_quoted_prices_fall_from_nothing_on(organiser):
    campaign = asking(organiser, offered(()))
    quote = Quote.objects.create(campaign=campaign, name="A", email="a@exemple.fr", until=timezone.now())
    product = product_of(campaign)

    for tiers, broken in (
        ([(0, 285), (10, 290)], "a_tier_costs_less_than_the_one_before"),
        ([(5, 285)], "the_first_tier_begins_at_nothing"),
    ):
        with pytest.raises(IntegrityError, match=broken):
            _written(quote, product, tiers)
    with pytest.raises(IntegrityError, match="a_quote_is_of_its_campaign"):
        QuoteTier.objects.create(
            quote=quote, product=product_of(asking(organiser)), threshold=0, unit_cents=1
        )
