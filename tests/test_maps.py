"""The map that moves, in a real browser and under the site's policy."""

import re
from io import BytesIO

import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from placette.places import cells
from placette.site.demo import accounts

from .pages import AXE, DESKTOP, PHONE, WITHOUT_JAVASCRIPT, sign_in

pytestmark = pytest.mark.browser
COMMUNE = "/c/31187-fonsorbes/"


def opened(page: Page, address: str = COMMUNE, which: int = 0):
    page.goto(address)
    here = page.locator("place-map").nth(which)
    here.get_by_role("button", name="Explorer la carte").click()
    expect(here).to_have_attribute("data-state", "open")
    return here


def colour_at_the_centre(here) -> list[int]:
    """Of the picture that one sees: MapLibre keeps no buffer to read."""
    picture = Image.open(BytesIO(here.locator(".maplibregl-canvas").screenshot())).convert("RGB")
    return list(picture.getpixel((picture.width // 2, picture.height * 2 // 3)))


@pytest.mark.parametrize("options", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_the_drawing_becomes_a_map_when_asked_and_not_before(visitor, options):
    page = visitor(options)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))

    page.goto(COMMUNE)
    page.wait_for_load_state("networkidle")
    before = [address for address in asked if re.search(r"/open-|maplibre|\.geojson", address)]
    here = opened(page)

    assert before == []
    expect(here.locator(".maplibregl-canvas")).to_be_focused()
    expect(here.get_by_role("link", name="Saint-Lys")).to_have_attribute("href", "/c/31499-saint-lys/")
    expect(here.get_by_text("IGN, Admin Express")).to_be_visible()


def test_without_javascript_the_drawing_leads_to_the_neighbours(visitor):
    page = visitor(WITHOUT_JAVASCRIPT)
    page.goto(COMMUNE)

    expect(page.get_by_role("button", name="Explorer la carte")).to_be_hidden()
    page.locator("place-map").get_by_role("link", name="Saint-Lys").click()

    page.wait_for_url("**/c/31499-saint-lys/")


def test_a_device_that_cannot_show_the_map_keeps_the_drawing(visitor):
    page = visitor(DESKTOP)
    page.add_init_script("HTMLCanvasElement.prototype.getContext = () => null")
    page.goto(COMMUNE)
    here = page.locator("place-map")

    here.get_by_role("button", name="Explorer la carte").click()

    expect(here.get_by_text("ne s’ouvre pas sur cet appareil")).to_be_visible()
    expect(here.get_by_role("link", name="Saint-Lys")).to_be_visible()


def test_the_map_follows_the_theme(visitor):
    here = opened(visitor(DESKTOP))
    light = colour_at_the_centre(here)

    here.page.get_by_role("button", name=re.compile("sombre", re.IGNORECASE)).click()
    here.page.wait_for_timeout(500)
    dark = colour_at_the_centre(here)

    assert sum(light) > 600 > 300 > sum(dark)


def test_a_point_is_chosen_with_the_keyboard(visitor):
    page = visitor(DESKTOP | {"reduced_motion": "reduce"})
    page.goto("/design/")
    here = page.locator("place-map[data-pick]")
    expect(here).to_have_attribute("data-state", "open")

    here.locator(".maplibregl-canvas").focus()
    page.keyboard.press("Enter")
    centre = float(page.input_value("input[name=longitude]"))
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")

    assert centre == pytest.approx(1.2245, abs=0.0001)  # of the hexagon that the map shows first
    assert float(page.input_value("input[name=longitude]")) > centre + 0.002
    expect(here.get_by_role("status").first).to_contain_text("Point choisi")


def test_a_point_is_chosen_with_a_finger_or_by_the_device(visitor):
    page = visitor(
        PHONE | {"permissions": ["geolocation"], "geolocation": {"latitude": 43.52, "longitude": 1.24}}
    )
    page.goto("/design/")
    here = page.locator("place-map[data-pick]")
    expect(here).to_have_attribute("data-state", "open")

    here.locator(".maplibregl-canvas").tap(position={"x": 80, "y": 100})
    expect(page.locator("input[name=latitude]")).to_have_value(re.compile(r"^43\.5[12]\d{3}$"))
    here.get_by_role("button", name="Ma position").click()

    expect(page.locator("input[name=latitude]")).to_have_value("43.52000")
    expect(page.locator("input[name=longitude]")).to_have_value("1.24000")


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_an_open_map_has_no_accessibility_error(visitor, dark):
    page = visitor(PHONE | {"color_scheme": "dark" if dark else "light", "bypass_csp": True})
    opened(page, "/design/", which=1)
    page.add_script_tag(path=str(AXE))

    result = page.evaluate("() => axe.run('place-map', {resultTypes: ['violations']})")

    assert [(each["id"], each["nodes"][0]["html"][:150]) for each in result["violations"]] == []


HOME = "/moi/position/31187/"


def cells_of(site, account) -> list[int]:
    found = site.sql(
        "SELECT m.cell FROM people_membership m JOIN people_person p ON p.id = m.person_id WHERE p.email = %s AND m.commune_id = '31187'",
        account.email,
    )
    return [cell for (cell,) in found]


@pytest.mark.parametrize("options", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_she_says_about_where_she_lives_and_takes_it_back(site, visitor, options):
    page = visitor(
        options | {"permissions": ["geolocation"], "geolocation": {"latitude": 43.53, "longitude": 1.23}}
    )
    sign_in(page, accounts.RESIDENT)
    page.goto("/moi/reglages/")
    page.get_by_role("link", name="Où j’habite à peu près").click()
    here = page.locator("place-map")
    expect(here).to_have_attribute("data-state", "open")

    if options is PHONE:
        here.get_by_role("button", name="Ma position").click()
    else:
        here.locator(".maplibregl-canvas").click(position={"x": 300, "y": 260})
    expect(here.get_by_text("Point choisi")).to_be_visible()
    page.get_by_role("button", name="Enregistrer").click()

    expect(page.get_by_text("Votre hexagone est sur la carte")).to_be_visible()
    expect(page.locator("place-map")).to_have_attribute("data-state", "open")
    assert cells_of(site, accounts.RESIDENT) != [None]
    page.get_by_role("button", name="Retirer mon hexagone").click()
    expect(page.get_by_text("C’est oublié.")).to_be_visible()
    assert cells_of(site, accounts.RESIDENT) == [None]


@pytest.mark.parametrize("width", [1280, 390])
def test_without_javascript_she_clicks_on_the_drawing(site, visitor, width):
    page = visitor(WITHOUT_JAVASCRIPT | {"viewport": {"width": width, "height": 900}})
    sign_in(page, accounts.SECOND)
    page.goto(HOME)

    page.locator("input[type=image]:visible").click()

    expect(page.get_by_text("Votre hexagone est sur la carte")).to_be_visible()
    (cell,) = cells_of(site, accounts.SECOND)
    latitude, longitude = cells.centre(cell)
    assert (latitude, longitude) == pytest.approx((43.53, 1.23), abs=0.03)
    page.get_by_role("button", name="Retirer mon hexagone").click()
    assert cells_of(site, accounts.SECOND) == [None]
