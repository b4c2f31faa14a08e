"""The town hall from its first minute: an officer opens a space, speaks, asks and answers; the mayor reads six figures, the
community's officer invites the next commune, the operator suspends one."""

import re
import time
import uuid
from datetime import timedelta
from email import message_from_bytes, policy

import pytest
from allauth.mfa.totp.internal import auth as totp
from django.utils import timezone
from playwright.sync_api import Page, expect

from placette.places.clock import PARIS
from placette.site.demo import accounts

from .pages import DESKTOP, NEW_PASSWORD, PHONE, WITHOUT_JAVASCRIPT, sign_in, sign_up
from .running_site import Site, until

pytestmark = pytest.mark.browser
PHONE_ON_PAPER = PHONE | {"java_script_enabled": False}
# A town hall with a letter box, whose commune has no space, and that nobody else asks for.
TO_OPEN = """
SELECT commune.code, commune.slug, commune.town_hall_email FROM places_commune commune
LEFT JOIN places_space space ON space.commune_id = commune.code
LEFT JOIN townhall_opening opening ON opening.commune_id = commune.code
WHERE commune.department_code = '09' AND commune.town_hall_email LIKE 'mairie%%' AND space IS NULL AND opening IS NULL
ORDER BY commune.code LIMIT 1
"""
# Who sits in the council of Fonsorbes has no account of the demo: she gets a password that the tests know.
ELECTED = """
UPDATE people_person SET password = (SELECT password FROM people_person WHERE email = %s)
WHERE id = (SELECT person_id FROM people_role WHERE name = 'elected' AND commune_id = '31187' LIMIT 1)
RETURNING email, first_name, last_name
"""


@pytest.mark.parametrize("options", [DESKTOP, PHONE_ON_PAPER], ids=["desktop", "phone-without-javascript"])
def test_an_officer_opens_the_space_of_a_commune(site: Site, visitor, options: dict) -> None:
    clerk = visitor(options)
    ((code, slug, mailbox),) = site.sql(TO_OPEN)

    # An account in her own name, then the code that the town hall alone receives.
    clerk.goto(f"/ouvrir/{code}-{slug}/")
    clerk.get_by_role("link", name="Créer mon compte").click()
    sign_up(clerk, site)
    clerk.wait_for_url(re.compile(f"/ouvrir/{code}-|/bienvenue/"))
    clerk.goto(f"/ouvrir/{code}-{slug}/")
    clerk.get_by_label("Votre fonction à la mairie").fill("Secrétaire de mairie")
    clerk.get_by_role("button", name="Envoyer le code à la mairie").click()
    clerk.get_by_label("Le code reçu par la mairie").fill("0000 0000")
    clerk.get_by_role("button", name="Ouvrir la place").click()
    expect(
        clerk.get_by_text("Ce n’est pas ce code").or_(clerk.get_by_text("Ce code ne sert plus"))
    ).to_be_visible()
    clerk.get_by_label("Le code reçu par la mairie").fill(_code_at(site, mailbox))
    clerk.get_by_role("button", name="Ouvrir la place").click()

    # No desk without a second factor.
    expect(clerk.get_by_role("heading", name="Une deuxième clé pour la mairie")).to_be_visible()
    clerk.get_by_role("link", name="Choisir le code").click()
    clerk.fill("input[name=password]", NEW_PASSWORD)  # before any change of keys
    clerk.get_by_role("button", name="Continuer", exact=True).click()
    secret = clerk.locator("form code").inner_text()
    counter = int(time.time()) // 30
    clerk.locator("#id_code").fill(totp.format_hotp_value(totp.hotp_value(secret, counter)))
    clerk.get_by_role("button", name="C’est fait").click()

    # The first week: what she does ticks itself, the rest by hand.
    clerk.goto("/mairie/premiers-pas/")
    expect(clerk.get_by_text("0 sur 7")).to_be_visible()
    clerk.locator("#welcome").get_by_role("link", name="Le faire").click()
    clerk.get_by_label("Le mot d’accueil").fill("Bienvenue à toutes et à tous.")
    clerk.get_by_role("button", name="Enregistrer").click()
    clerk.goto("/mairie/premiers-pas/")
    expect(clerk.get_by_text("1 sur 7")).to_be_visible()
    clerk.locator("#group").get_by_role("button").click()
    expect(clerk.get_by_text("2 sur 7")).to_be_visible()
    _announce(clerk, "La place est ouverte")
    clerk.goto("/mairie/premiers-pas/")
    expect(clerk.get_by_text("3 sur 7")).to_be_visible()
    clerk.goto(f"/c/{code}-{slug}/")
    expect(clerk.get_by_text("La place est ouverte").first).to_be_visible()


def test_a_resident_reads_votes_and_is_answered(site: Site, visitor) -> None:
    sandrine, jeanne = visitor(WITHOUT_JAVASCRIPT), visitor(PHONE)
    sign_in(sandrine, accounts.OFFICER)
    sign_in(jeanne, accounts.RESIDENT)
    mark = uuid.uuid4().hex[:6]

    # She reads what the town hall announces.
    _announce(sandrine, f"Fête du village {mark}")
    jeanne.goto("/place/")
    jeanne.get_by_role("link", name=re.compile(f"Fête du village {mark}")).first.click()
    expect(jeanne.get_by_role("heading", level=1, name=f"Fête du village {mark}")).to_be_visible()

    # She is asked, and votes once; the town hall does not see what.
    now = timezone.now().astimezone(PARIS)
    sandrine.goto("/mairie/consultations/nouvelle/")
    sandrine.get_by_label("Votre question").fill(f"Quel jour pour la fête {mark} ?")
    sandrine.get_by_label("Les réponses possibles").fill("Samedi\nDimanche")
    sandrine.get_by_label("On vote à partir de").fill(f"{now - timedelta(hours=1):%Y-%m-%dT%H:%M}")
    sandrine.get_by_label("jusqu’à").fill(f"{now + timedelta(days=3):%Y-%m-%dT%H:%M}")
    sandrine.locator("form:has(#id_question) button[type=submit]").last.click()
    sandrine.get_by_role("button", name="Publier").click()
    poll = re.search(r"/consultations/(\d+)/", sandrine.url)[1]
    jeanne.goto(f"/consultations/{poll}/")
    jeanne.get_by_label("Samedi").check()
    jeanne.get_by_role("button", name="Relire mon choix").click()
    jeanne.get_by_role("button", name="Oui, je vote").click()
    expect(jeanne.get_by_role("heading", name="Merci, vous avez voté")).to_be_visible()
    jeanne.goto(f"/consultations/{poll}/")
    expect(jeanne.get_by_text("Vous avez voté, merci.")).to_be_visible()
    sandrine.reload()
    expect(sandrine.get_by_text("Au moins")).to_have_count(0)

    # She has an idea, and the answer is there for all.
    jeanne.goto("/idees/nouvelle/")
    jeanne.get_by_label("Votre idée en quelques mots").fill(f"Un banc {mark}")
    jeanne.get_by_label("Expliquez-la").fill("Au bord du canal, à l’ombre.")
    jeanne.locator("form:has(#id_title) button[type=submit]").last.click()
    jeanne.get_by_role("heading", level=1, name=f"Un banc {mark}").wait_for()
    ((idea,),) = site.sql("SELECT id FROM civic_idea WHERE title = %s", f"Un banc {mark}")
    sandrine.goto(f"/mairie/idees/{idea}/")
    sandrine.get_by_label("La réponse de la mairie").fill("Nous le posons au printemps.")
    sandrine.get_by_role("button", name="Publier la réponse").click()
    jeanne.goto(f"/idees/{idea}/")
    expect(jeanne.get_by_text("Nous le posons au printemps.")).to_be_visible()


def test_the_mayor_reads_six_figures_and_takes_the_report(site: Site, visitor) -> None:
    mayor = visitor(PHONE)
    ((email, first_name, last_name),) = site.sql(ELECTED, accounts.RESIDENT.email)
    sign_in(mayor, accounts.Account(email, first_name, last_name, True, 1960, ""))

    mayor.goto("/mairie/maire/")
    expect(mayor.locator(".six__one")).to_have_count(6)
    mayor.get_by_role("link", name="Les rapports pour le conseil").click()
    report = mayor.locator("main .rows a").first.get_attribute("href")
    assert mayor.context.request.get(report).body().startswith(b"%PDF")
    assert mayor.goto("/mairie/equipe/").status == 404


@pytest.mark.parametrize("options", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_the_community_sees_its_communes_side_by_side_and_invites_the_next(visitor, options: dict) -> None:
    helene = visitor(options)
    sign_in(helene, accounts.TERRITORY)

    helene.goto("/intercommunalite/")
    opened = helene.locator("[aria-labelledby=opened] tbody th")
    assert {"Fonsorbes", "Saint-Lys"} <= {each.inner_text() for each in opened.all()}
    helene.locator("[aria-labelledby=invite] a.button").first.click()
    expect(helene.get_by_role("heading", level=1, name=re.compile("^Inviter "))).to_be_visible()
    letter = helene.get_by_role("link", name="La lettre à imprimer").get_attribute("href")
    assert helene.context.request.get(letter).body().startswith(b"%PDF")


@pytest.mark.parametrize("options", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_the_operator_suspends_a_trial_and_lifts_it(visitor, options: dict) -> None:
    camille, stranger = visitor(options), visitor(options)
    sign_in(camille, accounts.OPERATOR)

    camille.goto("/operateur/")
    camille.get_by_role("link", name="essai", exact=False).first.click()
    camille.locator("main .rows a", has_text="Saint-Lys").click()
    camille.locator("summary", has_text="Suspendre cet espace").click()
    camille.get_by_label("La raison").fill("Vérification avec la mairie.")
    camille.get_by_role("button", name="Suspendre", exact=True).click()
    expect(camille.get_by_text("Espace suspendu : Vérification avec la mairie.", exact=True)).to_be_visible()
    camille.get_by_role("button", name="Rouvrir l’espace").click()
    expect(camille.get_by_text("L’espace est rouvert.")).to_be_visible()
    stranger.goto(camille.url)
    expect(stranger).to_have_url(re.compile("/compte/login/"))


def _announce(officer: Page, title: str) -> None:
    officer.goto("/mairie/actualites/nouvelle/")
    officer.get_by_label("Titre").fill(title)
    officer.get_by_label("Votre message").fill("Samedi à midi, sous la halle.")
    officer.get_by_role("button", name="Relire avant de publier").click()
    officer.get_by_role("button", name="Publier maintenant").click()
    expect(officer.get_by_role("heading", name="En ligne")).to_be_visible()


def _code_at(site: Site, mailbox: str) -> str:
    """Of the newest e-mail to the town hall."""

    def code() -> str:
        for file in sorted((site.var / "mails").glob("*.eml"), reverse=True):
            message = message_from_bytes(file.read_bytes(), policy=policy.default)
            if message["To"] == mailbox:
                return re.search(r"\b\d{4}\s\d{4}\b", message.get_body(("plain",)).get_content())[0]
        return ""

    return until(code)
