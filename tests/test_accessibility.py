"""axe on every page, light on a desktop and dark on a phone; no page is wider than its window."""

import pytest
from playwright.sync_api import Page

from placette.site.demo import accounts

from .pages import AXE, DESKTOP, join, sign_in, violations
from .running_site import Site

pytestmark = pytest.mark.browser

PUBLIC = (
    "/", "/c/31187-fonsorbes/", "/communes/?q=31470", "/communes/?q=xyzxyz", "/c/31445-portet-sur-garonne/",
    "/c/31455-rieumes/", "/c/31455-rieumes/lettre/", "/communautes/200068641/", "/compte/login/", "/compte/signup/",
    "/compte/signup/passkey/", "/compte/password/reset/", "/compte/password/reset/done/", "/a-propos/",
    "/confidentialite/", "/mentions-legales/", "/accessibilite/", "/nulle-part/", "/trop-lourd/", "/attente/xyz/",
    "/demo/courriels/", "/design/", "/devis/xyz/", "/c/31187-fonsorbes/actualites/", "/c/31187-fonsorbes/agenda/", "/c/31455-rieumes/agenda/", "/c/31445-portet-sur-garonne/actualites/",
    "/lettre/31187/ABCDEFGHJKM/",
    "/c/31187-fonsorbes/associations/", "/c/31187-fonsorbes/lieux/",
    "/actualites/1/", "/actualites/2/", "/actualites/3/", "/methode/", "/avis/faire/xyz/",
)  # fmt: skip
NEWCOMER = (
    "/place/", "/confiance/", "/messages/", "/avis/", "/accords/", "/annonces/miennes/", "/moi/", "/bienvenue/",
    "/habitants/", "/garant/xyz/", "/ccas/", "/annonces/1/", "/trajets/", "/trajets/1/", "/compte/2fa/", "/compte/2fa/webauthn/",
)  # fmt: skip
RESIDENT = (
    "/place/", "/place/?quoi=loan&sens=offer", "/place/?q=xyzxyz", "/annonces/nouvelle/", "/annonces/miennes/",
    "/messages/", "/avis/", "/avis/reglages/", "/accords/", "/moi/", "/moi/reglages/", "/bienvenue/moi/",
    "/bienvenue/commune/?code=31187", "/confiance/", "/habitants/", "/moi/position/31187/", "/trajets/",
    "/trajets/?start=Fonsorbes&end=Toulouse&clock=08:00", "/trajets/?start=Fonsorbes&end=Brest", "/trajets/?start=x&end=",
    "/trajets/nouveau/", "/trajets/nouveau/?role=driver", "/covoiturage/voiture/", "/covoiturage/justificatifs/",
    "/equipages/", "/equipages/nouveau/", "/equipages/invitation/xyz/",
    "/achats/2/interet/", "/achats/2/devis/", "/achats/2/signaler/",
    "/trajets/partenaires/?start=Fonsorbes&end=Toulouse&clock=08:00&on=2036-11-26&seats=1",
    "/actualites/5/", "/c/31187-fonsorbes/agenda/?autour=1", "/consultations/", "/consultations/1/", "/consultations/2/",
    "/achats/", "/achats/miens/", "/achats/nouveau/", "/achats/nouveau/?modele=basket", "/achats/mon-compteur/",
)  # fmt: skip


# What a partner's user asks of the resident.
ASKED_BY_A_PARTNER = """
WITH partner AS (
    INSERT INTO carpool_partner (operator, name, since) VALUES ('covoit.example', 'Covoit du voisin', now()) RETURNING id
), hers AS (
    SELECT way.id FROM carpool_way way JOIN carpool_trip trip ON trip.id = way.trip_id
    JOIN people_person author ON author.id = trip.author_id WHERE author.email = %s LIMIT 1
), booking AS (
    INSERT INTO carpool_partnerbooking (
        id, partner_id, way_id, day, state, other_id, other_alias, seats, pick_up_latitude, pick_up_longitude,
        pick_up_address, drop_off_latitude, drop_off_longitude, drop_off_address, pick_up_at, boards_after, leaves_after,
        road, duration, price_type, price_cents, asked_at
    ) SELECT gen_random_uuid(), partner.id, hers.id, current_date + 3, 'WAITING_CONFIRMATION', 'lou', 'Lou', 0,
        43.533, 1.229, 'Mairie', 43.604, 1.444, '', now() + interval '3 days', 0, 18000, 25000, 1800, 'FREE', 0, now()
    FROM partner, hers RETURNING id
) SELECT id FROM booking
"""


@pytest.fixture
def page(visitor) -> Page:
    page = visitor(DESKTOP | {"color_scheme": "light", "reduced_motion": "reduce"})
    page.add_init_script(path=AXE)
    return page


CALLED_OFF = """
INSERT INTO civic_announcement (
    commune_id, level, title, text, place, starts_at, residents_only, photo, photo_says, state, published_at, withdrawn_at,
    revision, created_at
) VALUES (
    '31187', 'normal', 'Loto', 'Quines', 'La halle', now() + interval '3 days', false, '', '', 'withdrawn', now(), now(), 0, now()
) RETURNING id
"""


def clean(page: Page, paths: tuple[str, ...]) -> None:
    # The frame of a page, in which a phone has its own bar, is the same on all pages of a list.
    found = {path: violations(page, path, whole=path == paths[0]) for path in paths}
    assert {path: errors for path, errors in found.items() if errors} == {}


def test_what_everybody_may_see(page: Page, site: Site) -> None:
    ((called_off,),) = site.sql(CALLED_OFF)

    clean(page, (*PUBLIC, f"/actualites/{called_off}/"))
    assert "annulé" in page.locator("h1").inner_text()


@pytest.mark.parametrize("language", ["fr-FR", "en-GB"])
def test_the_first_page_fits_the_narrowest_telephone(visitor, language: str) -> None:
    narrow = visitor({"viewport": {"width": 320, "height": 640}, "has_touch": True, "is_mobile": True})
    narrow.set_extra_http_headers({"Accept-Language": language})
    narrow.goto("/")

    assert narrow.evaluate("document.documentElement.scrollWidth") == 320


def test_every_component_in_the_other_theme_of_each_size(page: Page) -> None:
    assert violations(page, "/design/", themes=("dark", "light")) == []


def test_what_a_newcomer_meets(page: Page, site: Site) -> None:
    join(page, site)

    assert violations(page) == []
    clean(page, NEWCOMER)


def test_what_a_resident_uses(page: Page, site: Site) -> None:
    sign_in(page, accounts.RESIDENT)
    ((asked,),) = site.sql(ASKED_BY_A_PARTNER, accounts.RESIDENT.email)

    clean(page, (*RESIDENT, f"/trajets/partenaires/{asked}/"))
    for list_, link in (
        ("/place/", ".listing-card__title a"),
        ("/annonces/miennes/", ".listing-card__title a"),
        ("/messages/", "main a.row"),
        ("/habitants/", "main a[href^='/habitants/']:not([href*='?'])"),
        ("/trajets/", "[aria-labelledby=trips] a"),
        ("/trajets/", "[aria-labelledby=rides] a"),
        ("/equipages/", "main .rows a"),
        ("/trajets/?start=Fonsorbes&end=Toulouse&clock=08:00", ".match a"),
    ):
        page.goto(list_)
        clean(page, (page.locator(link).first.get_attribute("href"),))
    page.goto("/trajets/")
    trip = page.locator("[aria-labelledby=trips] a").first.get_attribute("href")
    clean(page, (f"{trip}modifier/",))


PURCHASES = """
SELECT campaign.id, campaign.state, person.email FROM groupbuys_campaign campaign
JOIN people_person person ON person.id = campaign.organiser_id ORDER BY campaign.id
"""
# What its organiser, Karim, uses of a purchase in each state.
ORGANISES = {
    "draft": ("publier/", "modifier/"),
    "interest": ("", "devis/", "organisateurs/", "annuler/"),
    "succeeded": (
        "", "commande/", "paiements/", "paiements/modalites/", "paiements/releve/", "retrait/", "retrait/remise/",
        "retrait/restes/", "retrait/terminer/", "refaire/",
    ),
}  # fmt: skip
TAKES_PART = {
    "open": ("", "inviter/", "signaler/", "retirer/"),
    "succeeded": ("", "ma-part/", "retrait/", "retrait/mon-code/"),
}


def test_grouped_purchases_in_every_state(page: Page, site: Site) -> None:
    purchases = site.sql(PURCHASES)
    sign_in(page, accounts.RESIDENT)
    clean(
        page,
        tuple(
            f"/achats/{pk}/{part}"
            for pk, state, _organiser in purchases
            if state != "draft"
            for part in TAKES_PART.get(state, ("",))
        ),
    )


def test_grouped_purchases_as_who_organises_them(page: Page, site: Site) -> None:
    purchases = site.sql(PURCHASES)
    sign_in(page, accounts.SECOND)
    clean(
        page,
        tuple(
            f"/achats/{pk}/{part}"
            for pk, state, organiser in purchases
            if organiser == accounts.SECOND.email
            for part in ORGANISES[state]
        ),
    )
    clean(page, ("/entraide/sans-reponse/", "/affiches/"))  # he is an ambassador as well


def test_forms_that_were_refused(page: Page) -> None:
    page.goto("/compte/login/")
    page.fill("#id_login", "personne@example.org")
    page.fill("#id_password", "pas-le-bon")
    page.get_by_role("button", name="Entrer", exact=True).click()
    assert violations(page) == []
    sign_in(page, accounts.RESIDENT)
    page.goto("/annonces/nouvelle/")
    page.fill("textarea[name=text]", "Sans titre.")
    page.evaluate("document.querySelector('form:has([name=text])').noValidate = true")
    page.get_by_role("button", name="Publier").click()

    assert page.locator("[aria-invalid=true]").count() > 0
    assert violations(page) == []


TOWN_HALL_SAYS = (
    "/mairie/actualites/", "/mairie/actualites/nouvelle/", "/mairie/actualites/1/", "/mairie/actualites/1/modifier/",
    "/mairie/actualites/6/", "/mairie/consultations/", "/mairie/consultations/nouvelle/", "/mairie/consultations/1/",
    "/mairie/consultations/2/",
)  # fmt: skip


def test_what_the_town_hall_says_and_asks(page: Page) -> None:
    sign_in(page, accounts.OFFICER)
    clean(page, TOWN_HALL_SAYS)


def test_what_the_town_hall_uses(page: Page) -> None:
    sign_in(page, accounts.OFFICER)

    clean(
        page,
        (
            "/mairie/",
            "/mairie/points/",
            "/mairie/premiers-pas/",
            "/mairie/espace/",
            "/mairie/espace/couleurs/",
            "/ouvrir/",
            "/ouvrir/31395-muret/",
            "/mairie/tableau/",
            "/mairie/tableau/?periode=2026",
            "/mairie/maire/",
            "/mairie/rapports/",
            "/mairie/annuaire/",
            "/mairie/annuaire/associations/1/",
            "/mairie/equipe/",
            "/mairie/signalements/rubriques/",
            "/pour/nouveau/",
            "/pour/1/",
            "/pour/1/accord/",
            "/pour/1/achats/",
            "/pour/1/trajet/",
            "/pour/1/fin/",
            "/mairie/invitations/",
            "/mairie/invitations/lettres/",
            "/mairie/invitations/courriels/",
            "/mairie/invitations/affiche/",
            "/mairie/invitations/3/",
        ),
    )
    page.goto("/mairie/espace/")
    page.get_by_role("button", name="Demander un devis").click()
    assert violations(page) == []
    for listed, found in (
        ("/mairie/points/", "main .rows a"),
        ("/pour/1/", "main .rows a[href*='/achats/']"),
        ("/pour/1/", "main .rows a[href*='/trajets/']"),
    ):
        page.goto(listed)
        clean(page, (page.locator(found).first.get_attribute("href"),))
    page.goto("/mairie/")
    page.fill("textarea[name=address]", "3 rue des Tilleuls, 31470 Fonsorbes")
    page.get_by_role("button", name="Préparer la lettre").click()
    page.locator(".code-sheet").wait_for()
    assert violations(page) == []


def test_what_the_operator_uses(page: Page) -> None:
    sign_in(page, accounts.OPERATOR)
    paths = ("/operateur/", "/operateur/?etat=closed", "/operateur/prix/", "/operateur/communes/31187/")
    clean(page, ("/signalements/achats/", *paths))
    page.locator("summary", has_text="Suspendre").click()
    page.evaluate("document.querySelector('form[action*=suspension]').noValidate = true")
    page.get_by_role("button", name="Suspendre", exact=True).click()

    assert page.locator("[aria-invalid=true]").count() == 1
    assert violations(page) == []


def test_what_the_community_uses(page: Page, site: Site) -> None:
    sign_in(page, accounts.TERRITORY)
    clean(page, ("/intercommunalite/", "/intercommunalite/annonces/", "/intercommunalite/annonces/nouvelle/"))
    page.goto("/intercommunalite/")
    clean(page, (page.locator("[aria-labelledby=invite] a.button").first.get_attribute("href"),))
    page.goto("/intercommunalite/annonces/")
    clean(
        page, (page.locator("main a[href*='/annonces/']:not([href*=nouvelle])").first.get_attribute("href"),)
    )


def test_what_the_social_service_uses(page: Page) -> None:
    sign_in(page, accounts.SOCIAL)
    clean(page, ("/mairie/ccas/",))
    clean(page, (page.locator("main .rows a").first.get_attribute("href"),))
