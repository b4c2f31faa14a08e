"""Who organises, a supplier without an account, and two neighbours who take part: from « qui serait intéressé ? » to the bill."""

import re
import uuid
from datetime import timedelta
from email import message_from_bytes, policy

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from placette.site.demo import accounts

from .pages import DESKTOP, PHONE, sign_in
from .running_site import Site, until

pytestmark = pytest.mark.browser
ON_PAPER = PHONE | {"java_script_enabled": False}
# A neighbour of Fonsorbes who is no account of the demo gets a password that the tests know.
NEIGHBOUR = """
UPDATE people_person SET password = (SELECT password FROM people_person WHERE email = %s)
WHERE id = (
    SELECT person.id FROM people_person person
    JOIN people_membership membership ON membership.person_id = person.id AND membership.commune_id = '31187'
    JOIN account_emailaddress address ON address.user_id = person.id AND address.verified
    WHERE membership.verified_at IS NOT NULL AND NOT person.email = ANY(%s) ORDER BY person.id LIMIT 1
) RETURNING email, first_name, last_name
"""
CLOSE = """
from placette.groupbuys.actions.closing import close
from placette.groupbuys.models import Campaign
campaign = Campaign.objects.get(pk={pk})
close(campaign.pk, campaign.deadline)
"""


@pytest.mark.parametrize("options", [DESKTOP, ON_PAPER], ids=["desktop", "phone-without-javascript"])
def test_neighbours_buy_together(site: Site, visitor, options: dict) -> None:
    karim, jeanne, third, supplier = (visitor(options) for _each in range(4))
    title = f"Du miel ensemble {uuid.uuid4().hex[:6]}"
    sign_in(karim, accounts.SECOND)
    sign_in(jeanne, accounts.RESIDENT)
    ((email, first_name, last_name),) = site.sql(
        NEIGHBOUR, accounts.RESIDENT.email, [each.email for each in accounts.ALL]
    )
    sign_in(third, accounts.Account(email, first_name, last_name, True, 1980, ""))

    # He asks who would be interested, before there is a price.
    karim.goto("/achats/nouveau/?modele=other")
    karim.get_by_label("Titre").fill(title)
    karim.get_by_label("Produit ou service").first.fill("Pot de miel")
    karim.get_by_label("Unité").first.fill("pot")
    karim.get_by_role("button", name="Voir l’aperçu").click()
    karim.get_by_role("button", name=re.compile("emander qui serait intéressé")).click()
    page = _page_of(site, title)
    for neighbour, pots in ((jeanne, "4"), (third, "8")):
        neighbour.goto(page)
        neighbour.get_by_label("Pot de miel").fill(pots)
        neighbour.get_by_role("button", name="Cela m’intéresse").click()
        expect(neighbour.get_by_role("button", name="Changer ce que je prendrais")).to_be_visible()

    # A bee-keeper answers by the link of his e-mail.
    address = f"{uuid.uuid4().hex[:10]}@example.org"
    karim.goto(f"{page}devis/")
    karim.get_by_label("Son nom").fill("Le rucher du Touch")
    karim.get_by_label("Son adresse e-mail").fill(address)
    karim.get_by_role("button", name="Envoyer la demande").click()
    supplier.goto(_link_for(site, address))
    prices = supplier.locator(".quoting__rung input")
    for place, typed in enumerate(("9", "10", "8,10")):
        prices.nth(place).fill(typed)
    supplier.get_by_label("Votre nom ou celui de l’entreprise").fill("Le rucher du Touch")
    supplier.get_by_label("Un particulier ou un producteur").check()
    supplier.get_by_label("Livraison : où").fill("Devant la halle, un samedi.")
    supplier.get_by_label("Vos prix valent").fill(f"{timezone.localdate() + timedelta(days=60)}")
    supplier.get_by_role("button", name="Envoyer mon offre").click()
    expect(supplier.get_by_text("Votre offre est partie.")).to_be_visible()

    # He chooses it; both take part, and together reach the tier of 10 % less.
    karim.goto(f"{page}devis/")
    karim.get_by_role("link", name="Choisir ce devis").click()
    karim.get_by_role("button", name="Choisir et ouvrir").click()
    for neighbour in (jeanne, third):
        neighbour.goto(page)
        neighbour.get_by_role("button", name="Je participe").click()
        expect(neighbour.get_by_role("heading", name="Votre commande").first).to_be_visible()
    if options is DESKTOP:  # by itself, while she looks
        expect(jeanne.locator("[data-price]").first).to_have_text(re.compile("8,10"))
    jeanne.reload()
    expect(jeanne.locator("[data-price]").first).to_have_text(re.compile("8,10"))
    expect(jeanne.get_by_text("Le meilleur prix est atteint")).to_be_visible()

    # It closes; each reads her own bill, and how to pay it.
    site.manage(CLOSE.format(pk=page.split("/")[-2]))
    karim.goto(f"{page}paiements/modalites/")
    karim.get_by_label("Par virement").check()
    karim.get_by_label("Titulaire du compte").fill("Karim Benali")
    karim.get_by_label("IBAN").fill("FR76 9999 9000 0000 0000 3118 777")
    karim.get_by_role("button", name="Enregistrer").click()
    for neighbour, owed in ((jeanne, "32,40"), (third, "64,80")):
        neighbour.goto(f"{page}ma-part/")
        expect(neighbour.get_by_text(re.compile(owed)).first).to_be_visible()
        expect(neighbour.get_by_text("FR76 9999 9000").first).to_be_visible()
    karim.goto(f"{page}commande/")
    expect(karim.get_by_text(re.compile("97,20")).first).to_be_visible()


def _page_of(site: Site, title: str) -> str:
    ((pk,),) = site.sql("SELECT id FROM groupbuys_campaign WHERE title = %s", title)
    return f"/achats/{pk}/"


def _link_for(site: Site, address: str) -> str:
    def link() -> str:
        for file in (site.var / "mails").glob("*.eml"):
            message = message_from_bytes(file.read_bytes(), policy=policy.default)
            if message["To"] and address in message["To"]:
                return re.search(r"/devis/\S+", message.get_body(("plain",)).get_content())[0]
        return ""

    return until(link)
