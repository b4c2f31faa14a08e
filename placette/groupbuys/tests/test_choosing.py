"""One quote becomes the prices; the others stay as they were, and their authors are forgotten in time."""

from datetime import timedelta
from decimal import Decimal
from urllib.parse import urlsplit

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify

from placette.groupbuys import supplier_keys, tasks
from placette.groupbuys.actions import closing, ending
from placette.groupbuys.actions import quotes as actions
from placette.groupbuys.actions.interest import tell
from placette.groupbuys.actions.pledging import Wish, pledge
from placette.groupbuys.actions.quotes import Answer
from placette.groupbuys.actions.refusals import Refused
from placette.groupbuys.models import Campaign, Quote, QuoteTier, Supplier, Tier
from placette.groupbuys.pricing import Step
from placette.notices.models import Notice
from placette.people.tests.factories import person_of

from .factories import product_of
from .test_interest import asking

SOON, LATER = (timezone.now() + timedelta(days=days) for days in (10, 60))


@pytest.fixture
def organiser():
    return person_of("Nadia", "Ferrand")


@pytest.fixture
def luc():
    return person_of("Luc")


@pytest.fixture
def campaign(organiser, luc):
    campaign = asking(organiser)
    tell(campaign.pk, luc, {product_of(campaign).pk: Decimal(8)})
    tell(campaign.pk, person_of("Inès"), {product_of(campaign).pk: Decimal(4)})
    return campaign


def quoted(campaign, firm="Bois du Gers", steps=((0, 285_00), (10, 270_00)), **fields) -> Quote:
    email = f"{slugify(firm)}@exemple.fr"
    quote = actions.ask(campaign.pk, campaign.organiser, firm, email, "", LATER)
    tiers = [Step(Decimal(threshold), cents) for threshold, cents in steps]
    known = {
        "firm": firm, "professional": True, "siren": "552100554", "delivery": "Sur palette", "minimum": None,
        "valid_until": LATER.date(), "conditions": "",
    }  # fmt: skip
    answer = Answer(**(known | fields), tiers={product_of(campaign).pk: tiers})
    actions.send(quote, answer, {}, timezone.now())
    return Quote.objects.get(pk=quote.pk)


def path(name, campaign, *more):
    return reverse(f"groupbuys:{name}", args=[campaign.pk, *(each.pk for each in more)])


def _alone(change) -> None:
    with transaction.atomic():
        change()


@pytest.mark.django_db(transaction=True)
def test_the_choice_becomes_the_campaign_and_everybody_hears_of_it(
    client, campaign, organiser, luc, smtp, worker
):
    chosen = quoted(campaign, minimum=Decimal(5))
    quoted(campaign, "Pellets d’Ariège")
    client.force_login(organiser)
    worker()
    smtp.messages.clear()

    for _ in range(2):
        client.post(
            path("choose_quote", campaign, chosen),
            {"deadline": f"{SOON:%Y-%m-%d}T20:00"},
        )
    worker()

    campaign = Campaign.objects.get(pk=campaign.pk)
    assert (campaign.state, campaign.minimum_quantity) == ("open", 5)
    assert (campaign.supplier.name, campaign.supplier.siren) == ("Bois du Gers", "552100554")
    assert timezone.localtime(campaign.deadline, campaign.zone).hour == 20
    assert list(Tier.objects.values_list("threshold", "unit_cents")) == [(0, 28_500), (10, 27_000)]
    told = Notice.objects.filter(person=luc).order_by("pk").values_list("facts__event", flat=True)
    assert list(told) == ["priced"]
    (good,) = smtp.to("bois-du-gers@exemple.fr")
    assert good["Subject"].startswith("Votre devis est choisi")
    (other,) = smtp.to("pellets-dariege@exemple.fr")
    assert "une autre offre" in other.get_body(("plain",)).get_content()
    client.force_login(luc)
    shown = client.get(campaign.get_absolute_url())
    assert shown.context["form"][f"quantity-{product_of(campaign).pk}"].value() == "8"
    pledge(campaign.pk, luc, [Wish(product_of(campaign).pk, Decimal(8), 28_500)])


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    "end",
    [
        lambda campaign: ending.cancel(campaign.pk, campaign.organiser, "Trop peu de voisins."),
        lambda campaign: closing.close(campaign.pk, campaign.deadline),
    ],
    ids=["cancelled", "failed"],
)
def test_whose_quote_was_chosen_is_told_that_it_does_not_take_place_and_nobody_else(
    campaign, organiser, smtp, worker, end
):
    chosen = quoted(campaign)
    quoted(campaign, "Pellets d’Ariège")
    actions.choose(chosen, organiser, SOON, timezone.now())
    worker()
    smtp.messages.clear()

    end(Campaign.objects.get(pk=campaign.pk))
    worker()

    (told,) = smtp.to(chosen.email)
    assert "n’a finalement pas lieu" in told.get_body(("plain",)).get_content()
    assert smtp.to("pellets-dariege@exemple.fr") == []
    page = Client().get(urlsplit(supplier_keys.renew(chosen)).path).content.decode()
    assert "n’a pas lieu" in page
    assert "Votre offre est choisie" not in page


@pytest.mark.django_db
def test_a_deadline_after_the_quote_s_end_is_refused_and_stays_typed(client, campaign, organiser):
    quote = quoted(campaign, valid_until=(timezone.now() + timedelta(days=5)).date())
    client.force_login(organiser)

    page = client.post(path("choose_quote", campaign, quote), {"deadline": f"{SOON:%Y-%m-%d}T18:30"})

    assert page.status_code == 422
    assert "Ce devis vaut jusqu’au" in page.content.decode()
    assert "T18:30" in page.content.decode()
    assert Campaign.objects.get(pk=campaign.pk).state == "interest"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("2020-01-01T20:00", "trop tôt"),
        ("9999-12-31T20:00", "un an au plus"),
        ("un jour", "Choisissez un jour"),
        (f"{SOON:%Y-%m-%d}T25:00", "Choisissez un jour"),
    ],
)
def test_a_deadline_that_cannot_be_is_said(client, campaign, organiser, typed, said):
    quote = quoted(campaign)
    client.force_login(organiser)

    page = client.post(path("choose_quote", campaign, quote), {"deadline": typed})

    assert page.status_code == 422
    assert said in page.content.decode()


@pytest.mark.django_db
def test_once_one_is_chosen_no_quote_changes(campaign, organiser, luc):
    chosen, other = quoted(campaign), quoted(campaign, "Pellets d’Ariège")
    actions.choose(chosen, organiser, SOON, timezone.now())

    for change in (
        lambda: Quote.objects.filter(pk=other.pk).update(firm="Autre"),
        lambda: QuoteTier.objects.filter(quote=other).update(unit_cents=1),
        lambda: QuoteTier.objects.filter(quote=chosen).delete(),
    ):
        with pytest.raises(IntegrityError, match="a_quote_stands_once_one_is_chosen"):
            _alone(change)
    Quote.objects.filter(pk=other.pk).update(email="", token_hash=None)


@pytest.mark.django_db
def test_suppliers_are_forgotten_a_year_after_the_end_but_not_what_they_offered(campaign, organiser):
    chosen = quoted(campaign)
    actions.ask(campaign.pk, organiser, "Rémi", "remi@exemple.fr", "Bonjour Rémi", LATER)
    actions.ask(campaign.pk, organiser, "Aline", "aline@exemple.fr", "Bonjour Aline", LATER)
    abandoned = asking(organiser)
    actions.ask(abandoned.pk, organiser, "Rémi", "remi@exemple.fr", "Bonjour Rémi", LATER)
    actions.choose(chosen, organiser, SOON, timezone.now())
    ending.cancel(campaign.pk, organiser, "Trop peu de voisins.")
    known = Quote.objects.exclude(email="", name="", words="")

    tasks.forget_suppliers(0)
    assert known.count() == 4

    with time_machine.travel(timezone.now() + timedelta(days=401)):
        tasks.forget_suppliers(0)
        assert [each.campaign for each in known.all()] == [abandoned]
    with time_machine.travel(LATER + timedelta(days=401)):
        tasks.forget_suppliers(0)
    assert not known.all().exists()
    assert not Supplier.objects.exclude(email="").exists()
    chosen.refresh_from_db()
    assert (chosen.firm, chosen.tiers.count(), chosen.typed) == ("Bois du Gers", 2, {})
    with pytest.raises(Refused, match="n’est plus gardée"):
        actions.ask_again(abandoned.quotes.get(), LATER)
