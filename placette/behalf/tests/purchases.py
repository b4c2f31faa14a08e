"""Grouped purchases in the name of a resident without a screen, for tests."""

from placette.groupbuys.models import Campaign, Pledge
from placette.groupbuys.tests.factories import product_of
from placette.people.models import Consent


def text_of(response) -> str:
    return plain(response.content.decode())


def plain(text: str) -> str:
    """Its no-break spaces as those of a keyboard."""
    return text.replace("\u00a0", " ").replace("\u202f", " ")


def page_of(consent: Consent, campaign: Campaign) -> str:
    return f"/pour/{consent.pk}/achats/{campaign.pk}/"


def ordered(campaign: Campaign, quantity: object, price: int = 30_000, **more: object) -> dict[str, object]:
    product = product_of(campaign)
    return {f"quantity-{product.pk}": quantity, f"price-{product.pk}": price, **more}


def bought(client, officer, consent, campaign, quantity: object = "2") -> Pledge:
    client.force_login(officer)
    client.post(page_of(consent, campaign), ordered(campaign, quantity, whatever="on"))
    return Pledge.objects.get(campaign=campaign, person=consent.person)
