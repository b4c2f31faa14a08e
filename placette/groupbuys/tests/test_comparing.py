"""Quotes side by side: the sums, the votes that nobody reads."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify
from hypothesis import given
from hypothesis import strategies as st

from placette.groupbuys.actions import quotes as actions
from placette.groupbuys.actions.interest import take_back, tell
from placette.groupbuys.actions.quotes import Answer
from placette.groupbuys.forms.quotes import QuoteForm
from placette.groupbuys.models import Product, Quote, Vote
from placette.groupbuys.pricing import Step
from placette.groupbuys.queries.interest import Interests, Wished, interests
from placette.groupbuys.queries.quotes import compared
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


def read(client, person, campaign) -> str:
    client.force_login(person)
    return client.get(path("quotes", campaign)).content.decode().replace("\u00a0", " ").replace("\u202f", " ")


@pytest.mark.django_db
def test_each_is_priced_for_what_is_wished_and_the_cheapest_is_marked(
    client, campaign, organiser, django_assert_num_queries
):
    near = quoted(campaign)
    far = quoted(campaign, "Pellets d’Ariège", [(0, 280_00)], minimum=Decimal(20))

    told = interests(campaign, organiser)
    with django_assert_num_queries(4):
        found = compared(campaign, told, organiser, timezone.localdate(), organises=True)

    first, second = found.offers
    assert (first.quote, first.total_cents, first.saved_cents, first.cheapest) == (
        near,
        324_000,
        36_000,
        True,
    )
    assert (second.quote, second.total_cents, second.saved_cents, second.cheapest) == (
        far,
        336_000,
        24_000,
        False,
    )
    assert second.missing == 8
    page = read(client, organiser, campaign)
    for said in (
        "3 240 €",
        "360 € de moins que chacun seul",
        "270 € / t",
        "Le moins cher",
        "il en manque 8 t",
    ):
        assert said in page


@pytest.mark.django_db
def test_the_page_asks_as_much_of_the_database_for_one_quote_as_for_many(
    client, campaign, organiser, django_assert_num_queries
):
    client.force_login(organiser)
    for number in range(6):
        quoted(campaign, f"Bois {number}")
    client.get(path("quotes", campaign))

    with django_assert_num_queries(17):
        client.get(path("quotes", campaign))


@pytest.mark.django_db
def test_neighbours_compare_once_they_are_shown(client, campaign, organiser, luc):
    quote = quoted(campaign)
    client.force_login(luc)
    assert client.get(path("quotes", campaign)).status_code == 404
    assert client.post(path("vote", campaign, quote)).status_code == 404

    client.force_login(organiser)
    for _ in range(2):
        client.post(path("show_quotes", campaign))

    page = read(client, luc, campaign)
    assert "Bois du Gers" in page
    assert quote.email not in page
    assert list(Notice.objects.filter(person=luc).values_list("facts__event", flat=True)) == ["compared"]


@pytest.mark.django_db
def test_a_vote_is_secret_changes_and_is_read_by_who_has_voted(client, campaign, organiser, luc):
    one, other = quoted(campaign), quoted(campaign, "Pellets d’Ariège")
    actions.show(campaign.pk, organiser)
    assert "<strong>0</strong> vote" not in read(client, luc, campaign)

    client.post(path("vote", campaign, one))
    client.post(path("vote", campaign, other))

    assert list(Vote.objects.values_list("person", "quote")) == [(luc.pk, other.pk)]
    page = read(client, luc, campaign)
    assert "<strong>0</strong> vote" in page
    assert "<strong>1</strong> vote" in page
    page = read(client, organiser, campaign)
    assert "1 a voté" in page
    assert "Luc" not in page

    take_back(campaign.pk, luc)
    assert not Vote.objects.exists()


@pytest.mark.django_db
def test_who_has_not_told_her_interest_does_not_vote(client, campaign, organiser):
    quote = quoted(campaign)
    actions.show(campaign.pk, organiser)
    odile = person_of("Odile")
    client.force_login(odile)

    client.post(path("vote", campaign, quote))

    assert not Vote.objects.exists()
    with pytest.raises(IntegrityError, match="who_is_interested_votes"):
        Vote.objects.create(campaign=campaign, quote=quote, person=odile)


TYPED = st.sampled_from(["", "0", "1", "2,5", "10", "10,000", "-1", "x"])
PRICES = st.sampled_from(["", "0", "100", "99,99", "99.9", "285", "1e3", "x"])
PELLETS = Product(pk=7, name="Granulés", unit="t", step=Decimal(1), minimum=Decimal(1))


@given(st.lists(st.tuples(TYPED, PRICES), min_size=1, max_size=6))
def test_whatever_is_typed_only_a_ladder_that_falls_from_nothing_on_is_taken(rungs):
    told = Interests((Wished(PELLETS, Decimal(3), 1, None),), 1)
    typed = {"firm": "A", "seller": "producer", "delivery": "Ici", "valid_until": LATER.date().isoformat()}
    for place, (start, price) in enumerate(rungs):
        typed |= {f"start_7_{place}": start, f"price_7_{place}": price}
    form = QuoteForm(typed, interests=told)

    if form.is_valid():
        steps = form.answer().tiers[7]
        assert steps[0].threshold == 0
        assert [step.threshold for step in steps] == sorted({step.threshold for step in steps})
        assert [step.unit_cents for step in steps] == sorted(
            {step.unit_cents for step in steps}, reverse=True
        )
        assert len(steps) == 1 + sum(bool(start and price) for start, price in rungs[1:])
    else:
        assert any(name.startswith(("start_7", "price_7")) for name in form.errors)
