"""Photos of an annonce are chosen in several goes, dropped, and taken away one by one before they are sent."""

from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from placette.site.demo import accounts

from .pages import DESKTOP, PHONE, sign_in

pytestmark = pytest.mark.browser

DROP = """(picker) => new Promise((resolve) => {
  const canvas = Object.assign(document.createElement("canvas"), { width: 600, height: 400 });
  canvas.getContext("2d").fillRect(0, 0, 300, 400);
  canvas.toBlob((blob) => {
    const dataTransfer = new DataTransfer();
    dataTransfer.items.add(new File([blob], "jardin.png", { type: "image/png" }));
    picker.dispatchEvent(new DragEvent("drop", { dataTransfer, bubbles: true, cancelable: true }));
    resolve();
  });
})"""


@pytest.fixture
def pictures(tmp_path: Path) -> list[Path]:
    files = [tmp_path / f"{number}.jpg" for number in range(8)]
    for number, file in enumerate(files):
        Image.new("RGB", (640 + number, 480), "#2b5f8f").save(file)
    return files


def new_annonce(page: Page) -> None:
    sign_in(page, accounts.RESIDENT)
    page.goto("/annonces/nouvelle/")
    page.locator("input[name=kind][value=gift]").check()
    page.fill("input[name=title]", "Banc de jardin")
    page.locator("select[name=category]").select_option("garden")


def test_a_photo_joins_those_that_are_there_and_one_is_taken_away(visitor, pictures: list[Path]) -> None:
    page = visitor(DESKTOP)
    new_annonce(page)

    page.set_input_files("input[name=photos]", pictures[:2])
    page.locator("photo-picker").evaluate(DROP)
    expect(page.get_by_text("3 photos sur 6")).to_be_visible()
    page.get_by_role("button", name="Retirer cette photo").first.click()
    expect(page.get_by_text("2 photos sur 6")).to_be_visible()
    page.get_by_role("button", name="Publier").click()

    expect(page.get_by_role("heading", name="Banc de jardin")).to_be_visible()
    expect(page.locator(".gallery img")).to_have_count(2)


def test_six_are_the_most_and_the_same_file_counts_once(visitor, pictures: list[Path]) -> None:
    page = visitor(PHONE)
    new_annonce(page)

    page.set_input_files("input[name=photos]", pictures[:4])
    page.set_input_files("input[name=photos]", pictures[3:])

    expect(page.get_by_text("6 photos sur 6. 6 au plus : les premières sont gardées.")).to_be_visible()
    remove = page.get_by_role("button", name="Retirer cette photo")
    expect(remove).to_have_count(6)
    assert min(remove.first.bounding_box()[side] for side in ("width", "height")) >= 44
    for left in range(5, -1, -1):
        remove.first.click()
        expect(remove).to_have_count(left)
    assert page.evaluate("document.querySelector('input[name=photos]').files.length") == 0
