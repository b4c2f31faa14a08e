"""A supplier is asked by e-mail and answers on her own page, without an account."""

import re
from datetime import timedelta
from decimal import Decimal
from urllib.parse import urlsplit

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from placette.core.mail import NotTaken
from placette.groupbuys import supplier_keys, supplier_mails
from placette.groupbuys.actions.interest import tell
from placette.groupbuys.models import Quote, QuoteTier
from placette.notices.models import Notice
from placette.people.tests.factories import person_of

from .factories import product_of
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


@pytest.fixture
def page(ask) -> str:
    """Her page, as her e-mail would lead to it."""
    ask()
    return urlsplit(supplier_keys.renew(Quote.objects.get())).path


def link(mail, part="plain") -> str:
    return re.search(r"https?://[^/\s]+(/devis/[^\s\"]+)", mail.get_body((part,)).get_content())[1]


def answer_of(campaign, *rungs, **fields):
    """What her form sends; `rungs` are thresholds and prices as she types them, the first without a threshold."""
    pk = product_of(campaign).pk
    typed = {
        "step": "send", "firm": "Bois du Gers", "seller": "firm", "siren": "552 100 554", "delivery": "Sur palette, en mars",
        "valid_until": IN_A_MONTH, "conditions": "Paiement à la livraison.",
    }  # fmt: skip
    for place, (start, price) in enumerate(rungs or (("", "285"), ("10", "269,90"))):
        typed[f"start_{pk}_{place}"], typed[f"price_{pk}_{place}"] = start, price
    return typed | fields


@pytest.mark.django_db(transaction=True)
def test_she_reads_who_asks_how_much_and_until_when_but_nobody_else_s_name(campaign, ask, smtp, worker):
    ask()
    worker()
    (mail,) = smtp.to("bois@exemple.fr")
    words = mail.get_body(("plain",)).get_content().replace("\u00a0", " ")
    shown = Client().get(link(mail))
    text = shown.content.decode().replace("\u00a0", " ")

    assert mail["Subject"].startswith("Demande de prix")
    assert link(mail, "html") == link(mail)
    for said in (words, text):
        assert "Nadia F." in said
        assert "12,5 t" in said
        assert "Sacs de 15 kg." in said
        assert "Luc" not in said
        assert "Ferrand" not in said
    assert "de Fonsorbes" in words
    assert shown["X-Robots-Tag"] == "noindex, nofollow"
    assert "no-store" in shown["Cache-Control"]

    # Only the hash of her key is kept.
    token = link(mail).split("/")[2]
    with connection.cursor() as cursor:
        cursor.execute("SELECT string_agg(args::text, '') FROM procrastinate_jobs")
        assert token not in cursor.fetchone()[0]
    assert len(token) >= 40
    assert Quote.objects.get().token_hash not in ("", token)


@pytest.mark.django_db
def test_her_row_is_free_while_the_mail_server_is_waited_for(ask, monkeypatch):
    held = []

    def hangs(mail):
        held.extend(connection.savepoint_ids)
        raise NotTaken

    monkeypatch.setattr(supplier_mails, "deliver", hangs)
    ask()
    held.clear()

    with pytest.raises(NotTaken):
        supplier_mails.ask(Quote.objects.get().pk)

    assert held == []
    assert Quote.objects.get().token_hash


@pytest.mark.django_db
def test_a_draft_keeps_all_that_was_typed_even_what_is_wrong(campaign, page):
    supplier = Client()
    typed = answer_of(campaign, ("", "deux cents"), ("10", ""), siren="12", step="draft")

    supplier.post(page, typed)
    shown = supplier.get(page).content.decode()

    assert Quote.objects.get().state == "asked"
    for value in ("deux cents", 'value="12"', "Sur palette, en mars", "Paiement à la livraison."):
        assert value in shown


WRONG = {
    "no first price": ([("", ""), ("10", "269")], {}, "même si l’on en prend peu"),
    "rising": ([("", "285"), ("10", "290")], {}, "Qui prend plus paie moins"),
    "equal": ([("", "285"), ("10", "285")], {}, "Qui prend plus paie moins"),
    "overlapping": ([("", "285"), ("10", "270"), ("10", "260")], {}, "Cette quantité a déjà un prix"),
    "backwards": ([("", "285"), ("10", "270"), ("5", "260")], {}, "Les quantités vont en montant"),
    "from zero again": ([("", "285"), ("0", "270")], {}, "plus grand que 0"),
    "a price of nothing": ([("", "0")], {}, "Un prix est plus grand que 0"),
    "too dear": ([("", "100000,01")], {}, "dépasse 100 000 €"),
    "not a number": ([("", "NaN")], {}, "Écrivez un prix en euros"),
    "without quantity": ([("", "285"), ("", "270")], {}, "À partir de quelle quantité"),
    "without price": ([("", "285"), ("10", "")], {}, "Quel est le prix"),
    "huge quantity": ([("", "285"), ("1e300", "270")], {}, "Écrivez une quantité"),
    "negative quantity": ([("", "285"), ("-3", "270")], {}, "Écrivez une quantité"),
    "wrong check digit": ([("", "285")], {"siren": "552100555"}, "n’est pas un SIREN"),
    "eight digits": ([("", "285")], {"siren": "55210055"}, "n’est pas un SIREN"),
    "no SIREN": ([("", "285")], {"siren": ""}, "Une entreprise donne son SIREN"),
    "valid until yesterday": ([("", "285")], {"valid_until": "2020-01-01"}, "Cette date est passée"),
    "valid for ever": ([("", "285")], {"valid_until": "9999-12-31"}, "Un an au plus"),
    "no day": ([("", "285")], {"valid_until": "bientôt"}, "Choisissez un jour"),
    "a novel": ([("", "285")], {"conditions": "mot " * 2500}, "2000"),
}


@pytest.mark.django_db
def test_each_fault_is_said_and_nothing_is_lost(campaign, page):
    supplier = Client()
    for name, (rungs, fields, said) in WRONG.items():
        shown = supplier.post(page, answer_of(campaign, *rungs, **fields))
        text = shown.content.decode()
        assert (shown.status_code, said in text) == (422, True), (name, re.findall(r"_error.*", text))
        for start, price in rungs:
            assert f'value="{start}"' in text or not start, name
            assert f'value="{price}"' in text or not price, name
    assert not QuoteTier.objects.exists()


@pytest.mark.django_db
def test_she_sends_changes_and_takes_back_her_answer(campaign, page, organiser):
    supplier = Client()

    for _ in range(2):
        supplier.post(page, answer_of(campaign))
    quote = Quote.objects.get()
    assert (quote.state, quote.siren, quote.professional) == ("sent", "552100554", True)
    assert list(quote.tiers.values_list("threshold", "unit_cents")) == [(0, 28_500), (10, 26_990)]

    for step in ("draft", "send"):
        supplier.post(page, answer_of(campaign, ("", "280"), seller="producer", siren="", step=step))
    quote.refresh_from_db()
    assert (quote.siren, quote.professional) == ("", False)
    assert list(quote.tiers.values_list("threshold", "unit_cents")) == [(0, 28_000)]

    supplier.post(page, {"step": "decline", "reason": "Nous n’avons plus de stock."})
    quote.refresh_from_db()
    assert (quote.state, quote.reason) == ("declined", "Nous n’avons plus de stock.")
    told = Notice.objects.filter(person=organiser).order_by("pk").values_list("facts__event", flat=True)
    assert list(told) == ["quoted", "quoted", "not_quoted"]


@pytest.mark.django_db
def test_her_link_dies_with_a_new_one_when_it_is_taken_back_and_when_time_is_up(campaign, page, client):
    quote = Quote.objects.get()
    newer = urlsplit(supplier_keys.renew(quote)).path
    assert Client().get(page).status_code == 404

    with time_machine.travel(timezone.now() + timedelta(days=40)):
        late = Client().post(newer, answer_of(campaign))
        assert "Le délai de réponse est passé" in late.content.decode()

    client.post(reverse("groupbuys:revoke_quote", args=[campaign.pk, quote.pk]))
    assert Client().get(newer).status_code == 404
    assert not QuoteTier.objects.exists()
