"""An end of a ride, and the place of an event, by the keyboard on the map, and by the device, in a real browser."""

import re

import pytest
from playwright.sync_api import expect

from placette.site.demo import accounts

from .pages import DESKTOP, PHONE, sign_in

pytestmark = pytest.mark.browser
A_POINT = re.compile(r"^[^()]+ \(43,\d{3} ; 1,\d{3}\)$")


def test_a_start_is_chosen_on_the_map_with_the_keyboard(visitor):
    page = visitor(DESKTOP | {"reduced_motion": "reduce"})
    sign_in(page, accounts.RESIDENT)
    page.goto("/trajets/")
    opens = page.get_by_role("button", name="Sur la carte (Départ)")

    opens.press("Enter")
    dialog = page.get_by_role("dialog", name="Choisir sur la carte")
    expect(dialog.locator("place-map")).to_have_attribute("data-state", "open")
    page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    expect(opens).to_be_focused()
    opens.press("Enter")
    expect(dialog.locator("place-map")).to_have_attribute("data-state", "open")
    dialog.locator(".maplibregl-canvas").focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    choose = dialog.get_by_role("button", name="Choisir ce lieu")
    expect(choose).to_be_enabled()
    choose.press("Enter")

    field = page.get_by_role("combobox", name="Départ")
    expect(field).to_have_value(A_POINT)
    expect(field).to_be_focused()
    page.get_by_role("combobox", name="Arrivée").fill("Toulouse")
    page.get_by_role("button", name="Voir qui y va").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(re.compile("→ Toulouse"))


def test_a_device_gives_its_position_or_refuses_it(visitor):
    page = visitor(
        PHONE | {"permissions": ["geolocation"], "geolocation": {"latitude": 43.5412, "longitude": 1.2367}}
    )
    sign_in(page, accounts.RESIDENT)
    page.goto("/trajets/")
    here = page.get_by_role("button", name="Ma position (Départ)")

    here.click()
    expect(page.get_by_role("combobox", name="Départ")).to_have_value("Fonsorbes (43,540 ; 1,236)")

    page.context.clear_permissions()
    page.get_by_role("combobox", name="Départ").fill("Muret")
    page.get_by_role("option", name="Muret 31600").click()  # the list lies over the button until then
    here.click()
    expect(page.get_by_text("Votre appareil refuse de donner sa position")).to_be_visible()
    expect(page.get_by_role("combobox", name="Départ")).to_have_value("Muret (31)")


def test_the_place_of_an_event_is_chosen_by_its_name_or_on_the_map_and_keeps_its_words(visitor):
    page = visitor(DESKTOP | {"reduced_motion": "reduce"})
    sign_in(page, accounts.OFFICER)
    page.goto("/mairie/actualites/nouvelle/")
    place = page.get_by_role("combobox", name="Lieu")

    place.press_sequentially("hal")
    page.get_by_role("option", name="La halle").click()
    expect(place).to_have_value("La halle (43,53312 ; 1,22934)")
    place.fill("La grange")
    place.press("Escape")
    page.get_by_role("button", name="Sur la carte (Lieu)").press("Enter")
    dialog = page.get_by_role("dialog", name="Choisir sur la carte")
    expect(dialog.locator("place-map")).to_have_attribute("data-state", "open")
    dialog.locator(".maplibregl-canvas").focus()
    page.keyboard.press("Enter")
    choose = dialog.get_by_role("button", name="Choisir ce lieu")
    expect(choose).to_be_enabled()
    choose.press("Enter")

    expect(place).to_have_value(re.compile(r"^La grange \(43,\d{5} ; 1,\d{5}\)$"))
