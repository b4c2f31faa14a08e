"""Who has the longest shopping list sends it like everybody: each form with all its products and all its rows."""

from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from django.utils import timezone

from placette.groupbuys import supplier_keys
from placette.groupbuys.actions.quotes import ask
from placette.groupbuys.forms.products import MOST, Products
from placette.groupbuys.forms.purchases import PREFIX, PurchaseForm
from placette.groupbuys.forms.quotes import QuoteForm
from placette.groupbuys.models import Campaign, QuoteTier, Tier
from placette.groupbuys.queries.interest import interests
from placette.people.tests.factories import person_of

from .factories import offered
from .test_interest import asking
from .test_suppliers import answer_of
from .typed import typed

pytestmark = pytest.mark.django_db
TIERS = {f"from_{number}": str(number) for number in range(1, 8)}
PRICES = {f"price_{number}": str(300 - number) for number in range(1, 8)}


def sent(**words: str) -> dict[str, str]:
    """As a browser sends it, which sends also what is left empty."""
    form = typed(*({"name": f"Produit {number}"} | TIERS | PRICES for number in range(MOST)))
    empty = dict.fromkeys(PurchaseForm().words.fields, "")
    for number in range(MOST):
        empty |= {f"{PREFIX}-{number}-{name}": "" for name in Products(prefix=PREFIX).empty_form.fields}
    return empty | form | words


def test_a_purchase_of_as_many_products_as_there_may_be_is_begun_and_changed(client):
    client.force_login(person_of("Nadia"))

    begun = client.post("/achats/nouveau/", sent())
    campaign = Campaign.objects.get()
    changed = client.post(f"/achats/{campaign.pk}/modifier/", sent(title="Tout le marché"))

    assert (begun.status_code, changed.status_code) == (302, 302)
    campaign.refresh_from_db()
    assert (campaign.title, campaign.products.count()) == ("Tout le marché", MOST)
    assert Tier.objects.filter(product__campaign=campaign).count() == MOST * 8


def test_a_supplier_answers_for_as_many_products_as_there_may_be(client):
    nadia = person_of("Nadia")
    campaign = asking(nadia, *(offered((), name=f"Produit {number}") for number in range(MOST)))
    quote = ask(campaign.pk, nadia, "Bois du Gers", "bois@exemple.fr", "", timezone.now() + timedelta(days=9))
    rungs = {
        name: str(300 - int(name[-1])) if name.startswith("price") else name[-1]
        for name in QuoteForm(interests=interests(campaign, None)).fields
        if name.startswith(("price_", "start_"))
    }

    answer = client.post(urlsplit(supplier_keys.renew(quote)).path, answer_of(campaign, **rungs))

    assert answer.status_code == 302
    assert QuoteTier.objects.filter(quote=quote).count() == len([name for name in rungs if "price" in name])
