"""Somebody who reads English reads no French on any page of the purchases, nor in what she is told."""

import re
from html.parser import HTMLParser

import pytest
from django.test import Client

from placette.groupbuys.actions import campaigns, closing, ending, pledging
from placette.groupbuys.collecting.actions import finishing, helping
from placette.people.tests.factories import person_of

from .collected import share_of, slot_of, succeeded, ticked
from .factories import campaign_of, offered, takes
from .orders import paid_to

pytestmark = pytest.mark.django_db
# Words that no English sentence has; those of people's names and of places are none of them.
FRENCH = re.compile(
    r"(?<![\w/-])(?:le|la|les|des|une|du|de|est|sont|vous|votre|vos|nous|pour|avec|dans|qui|que|au|aux|par|ou|en|tout|tous|sur|cet|cette|chacun|"
    r"\w*[àâèêëîïôùûœ]\w*|\w*é(?:e|es|s)?)(?![\w/-])|[ldjnsc]’[aeiouyéèêh]",
    re.IGNORECASE,
)
# Proper names: a code of law, whoever runs the site, the language in its own list.
NAMED = re.compile(r"L’équipe Placette|Code de la consommation|Français")
WORDS = ("aria-label", "title", "placeholder", "alt")
ENGLISH = {"title": "Logs together", "why": "One lorry is enough.", "delivery_place": "Market hall"}


class Shown(HTMLParser):
    """What is read of a page, by eye or ear, without what says that it is French."""

    def __init__(self) -> None:
        super().__init__()
        self.said: list[str] = []
        self.passed_over = ""  # the element that is

    def handle_starttag(self, tag, attributes):
        known = dict(attributes)
        if self.passed_over:
            return
        if tag in {"script", "style"} or known.get("lang") == "fr":
            self.passed_over = tag
            return
        told = [value for name, value in known.items() if name in WORDS or name.startswith("data-")]
        self.said += [each for each in told if each]

    def handle_endtag(self, tag):
        if tag == self.passed_over:
            self.passed_over = ""

    def handle_data(self, text):
        if not self.passed_over:
            self.said.append(text)


def french_in(page: str) -> list[str]:
    shown = Shown()
    shown.feed(page)
    said = (" ".join(NAMED.sub("", each).split()) for each in shown.said)
    return [each for each in said if FRENCH.search(each)]


@pytest.fixture
def nadia():
    return person_of("Nadia", "Ferrand", language="en")


@pytest.fixture
def luc():
    return person_of("Luc", "Martin", language="en")


def english(**fields):
    return offered(name="Logs", unit="crate", **fields)


def open_one(nadia, luc):
    campaign = campaign_of(nadia, english(), english(stock=None), counted="all_takers", **ENGLISH)
    takes(luc, campaign, 1)
    return campaign


def interest(nadia, luc):
    campaign = campaign_of(nadia, english(tiers=()), published=False, **ENGLISH)
    campaigns.publish(campaign.pk, asks_for_interest=True)
    return campaign


def confirming(nadia, luc):
    campaign, karim = campaign_of(nadia, english(), **ENGLISH), person_of("Karim")
    takes(karim, campaign, 5)
    takes(luc, campaign, 1, 28_500)
    takes(nadia, campaign, 1)
    pledging.withdraw(campaign.pk, karim)
    closing.close(campaign.pk, campaign.deadline)
    return campaign


def collecting(nadia, luc):
    campaign = succeeded(nadia, {nadia: 1, luc: 2}, english(), **ENGLISH)
    paid_to(
        campaign, nadia, payee="Nadia Ferrand", cash_to="At the hall", cheque=True, cheque_to="Nadia Ferrand"
    )
    helping.join(slot_of(campaign, place="Market hall", hands=2).pk, luc)
    ticked(share_of(campaign, luc), nadia, "0.5")
    return campaign


def done(nadia, luc):
    campaign = collecting(nadia, luc)
    finishing.finish(campaign.pk)
    return campaign


def failed(nadia, luc):
    campaign = campaign_of(nadia, english(), minimum_takers=5, **ENGLISH)
    takes(luc, campaign, 1)
    closing.close(campaign.pk, campaign.deadline)
    return campaign


def cancelled(nadia, luc):
    campaign = open_one(nadia, luc)
    ending.cancel(campaign.pk, nadia, "The lorry broke down.")
    return campaign


ORGANISES = (
    "commande/",
    "paiements/",
    "paiements/modalites/",
    "paiements/releve/",
    "retrait/",
    "retrait/remise/",
)
STATES = {
    open_one: ("", "modifier/", "organisateurs/", "annuler/", "inviter/", "paiements/modalites/"),
    interest: ("", "devis/", "interet/", "modifier/"),
    confirming: ("",),
    collecting: ("", *ORGANISES, "retrait/restes/", "ma-part/", "retrait/mon-code/"),
    done: ("", *ORGANISES, "ma-part/"),
    failed: ("",),
    cancelled: ("",),
}
TAKES_PART = (
    "",
    "retirer/",
    "signaler/",
    "ma-part/",
    "retrait/",
    "retrait/mon-code/",
    "retrait/remise/",
    "interet/",
)


@pytest.mark.parametrize("state", STATES, ids=lambda each: each.__name__)
def test_a_purchase_in_every_state(nadia, luc, state):
    campaign = state(nadia, luc)
    pages = [(nadia, f"/achats/{campaign.pk}/{part}") for part in STATES[state]]
    pages += [(luc, f"/achats/{campaign.pk}/{part}") for part in TAKES_PART]
    pages += [(who, page) for who in (nadia, luc) for page in ("/achats/", "/achats/miens/", "/avis/")]

    assert {page: found for who, page in pages if (found := french_in(read(who, page)))} == {}


def test_what_begins_one(nadia):
    draft = campaign_of(nadia, english(), published=False, **ENGLISH)
    templates = ("basket", "pellets", "service", "subscription", "other")
    pages = ["/achats/nouveau/", *(f"/achats/nouveau/?modele={each}" for each in templates)]
    pages += [f"/achats/{draft.pk}/", f"/achats/{draft.pk}/publier/", "/achats/mon-compteur/"]

    assert {page: found for page in pages if (found := french_in(read(nadia, page)))} == {}


def test_what_is_refused(nadia, luc):
    campaign = collecting(nadia, luc)
    going = open_one(nadia, luc)
    sent = {
        "/achats/nouveau/?modele=pellets": {"title": ""},
        f"/achats/{campaign.pk}/paiements/modalites/": {"transfer": "on", "iban": "FR00"},
        f"/achats/{campaign.pk}/retrait/creneaux/": {"day": "x"},
        f"/achats/{going.pk}/participer/": {f"quantity-{going.products.first().pk}": "0.3"},
        f"/achats/{going.pk}/annuler/": {},
    }
    reader = english_reader(nadia)

    found = {path: french_in(reader.post(path, fields).content.decode()) for path, fields in sent.items()}

    assert {path: words for path, words in found.items() if words} == {}


def read(person, page) -> str:
    return english_reader(person).get(page, follow=True).content.decode()


def english_reader(person) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(person)
    return client


def test_french_would_be_found():
    page = '<p>Rien à payer.</p><a lang="fr">Français, pour vous</a><button aria-label="Fermer la fenêtre">Close</button>'
    assert french_in(page) == ["Rien à payer.", "Fermer la fenêtre"]
