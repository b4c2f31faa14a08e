"""Photos of an annonce: whatever else is wrong with the form, the good ones need not be chosen again."""

import itertools
import re
import uuid
from io import BytesIO

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from placette.core.tests.test_photos import picture
from placette.listings.actions import annonces
from placette.listings.models import Listing, Photo
from placette.people.actions import pending
from placette.people.models import PendingPhoto
from placette.people.tests.factories import person_of

from .factories import listing_of

pytestmark = pytest.mark.django_db
TYPED = {
    "title": "Une échelle",
    "text": "Au garage.",
    "kind": "loan",
    "direction": "offer",
    "category": "tools",
    "audience": "around",
}
WITHOUT_TITLE = TYPED | {"title": ""}
_widths = itertools.count(640)


def photo(width: int | None = None, **more) -> SimpleUploadedFile:
    """Another one each time; the same file for the same width."""
    content = picture(size=(width or next(_widths), 480), **more).getvalue()
    return SimpleUploadedFile("echelle.jpg", content, "image/jpeg")


def kept_on(page) -> list[str]:
    return re.findall(r'name="photos_kept" value="([^"]+)"', page.content.decode())


@pytest.fixture
def jeanne(client):
    jeanne = person_of()
    client.force_login(jeanne)
    return jeanne


def test_photos_survive_a_refused_form_and_are_published_with_it(client, jeanne):
    exif = Image.Exif()
    exif[0x0110] = "Camera"
    exif.get_ifd(0x8825)[2] = (43.0, 31.0, 0.0)
    refused = client.post("/annonces/nouvelle/", WITHOUT_TITLE | {"photos": [photo(exif=exif), photo()]})
    kept = kept_on(refused)
    assert len(kept) == 2
    assert not Listing.objects.exists()

    client.post("/annonces/nouvelle/", TYPED | {"photos_kept": kept, "photos": photo()})

    listing = Listing.objects.get()
    assert [each.name for each in listing.photos.all()][:2] == kept
    assert listing.photos.count() == 3
    assert not PendingPhoto.objects.exists()
    with default_storage.open(f"photos/{kept[0]}-400.webp") as file:
        assert not Image.open(BytesIO(file.read())).getexif()


def test_a_bad_photo_does_not_take_the_good_ones_with_it(client, jeanne):
    bad = SimpleUploadedFile("facture.pdf", b"%PDF-1.7", "application/pdf")

    page = client.post("/annonces/nouvelle/", TYPED | {"photos": [photo(), bad, photo()]})

    assert len(kept_on(page)) == 2
    assert "« facture.pdf » : Ce fichier n’est pas une photo lisible" in page.content.decode()
    assert not Listing.objects.exists()


def test_six_is_the_limit_with_those_that_are_kept(client, jeanne):
    kept = kept_on(
        client.post("/annonces/nouvelle/", WITHOUT_TITLE | {"photos": [photo() for _ in range(4)]})
    )

    page = client.post(
        "/annonces/nouvelle/", TYPED | {"photos_kept": kept, "photos": [photo() for _ in range(5)]}
    )

    assert kept_on(page)[:4] == kept
    assert len(kept_on(page)) == 6
    assert "6 photos au plus" in page.content.decode()
    client.post("/annonces/nouvelle/", TYPED | {"photos_kept": kept_on(page)})
    assert Listing.objects.get().photos.count() == 6


def test_one_that_is_removed_is_gone_at_once(client, jeanne):
    first, second = kept_on(
        client.post("/annonces/nouvelle/", WITHOUT_TITLE | {"photos": [photo(), photo()]})
    )

    page = client.post(
        "/annonces/nouvelle/", WITHOUT_TITLE | {"photos_kept": [first, second], "photos_removed": first}
    )

    assert kept_on(page) == [second]
    assert not default_storage.exists(f"photos/{first}-400.webp")


def test_a_photo_that_has_gone_meanwhile_is_said(client, jeanne):
    kept = kept_on(client.post("/annonces/nouvelle/", WITHOUT_TITLE | {"photos": [photo(), photo()]}))
    PendingPhoto.objects.filter(name=kept[0]).delete()

    page = client.post("/annonces/nouvelle/", TYPED | {"photos_kept": kept})

    assert kept_on(page) == [kept[1]]
    assert "choisissez-la de nouveau" in page.content.decode()


def test_a_form_pressed_twice_misses_no_photo(client, jeanne):
    kept = kept_on(client.post("/annonces/nouvelle/", WITHOUT_TITLE | {"photos": photo()}))
    typed = TYPED | {"photos_kept": kept, "key": str(uuid.uuid4())}

    answers = [client.post("/annonces/nouvelle/", typed) for _ in range(2)]

    assert [answer.url for answer in answers] == [Listing.objects.get().get_absolute_url()] * 2
    assert Photo.objects.count() == 1


def test_a_refused_change_keeps_new_photos_and_what_should_go(
    client, jeanne, django_capture_on_commit_callbacks
):
    listing = listing_of(jeanne)
    url = f"/annonces/{listing.pk}/modifier/"
    client.post(url, TYPED | {"photos": [photo(), photo()]})
    first, second = [each.name for each in listing.photos.all()]

    refused = client.post(
        url, WITHOUT_TITLE | {"photos": [photo() for _ in range(5)], "photos_removed": first}
    )
    kept = kept_on(refused)
    assert len(kept) == 5
    assert f'value="{first}" checked' in refused.content.decode()
    typed = TYPED | {"photos_kept": kept, "photos_removed": first}
    with django_capture_on_commit_callbacks(execute=True):
        assert [client.post(url, typed).status_code for _ in range(2)] == [302, 302]

    assert [each.name for each in listing.photos.all()] == [second, *kept]
    assert not default_storage.exists(f"photos/{first}-400.webp")


def test_a_change_pressed_twice_adds_its_photos_once(client, jeanne):
    listing = listing_of(jeanne)

    for _ in range(2):
        client.post(f"/annonces/{listing.pk}/modifier/", TYPED | {"photos": [photo(300), photo(301)]})

    assert listing.photos.count() == 2
    assert not PendingPhoto.objects.exists()


def test_two_changes_that_were_read_at_the_same_instant_add_a_photo_once(jeanne):
    listing = listing_of(jeanne)
    pressed = [pending.keep(jeanne, PendingPhoto.Use.LISTING, photo(300)) for _ in range(2)]

    for each in pressed:
        annonces.add_photos(listing, [each])
    again = pending.keep(jeanne, PendingPhoto.Use.LISTING, photo(300))
    annonces.add_photos(listing, [again])

    assert listing.photos.count() == 1


def test_a_photo_that_is_removed_may_come_back(client, jeanne):
    listing = listing_of(jeanne)
    url = f"/annonces/{listing.pk}/modifier/"
    client.post(url, TYPED | {"photos": photo(300)})
    before = listing.photos.get().name

    client.post(url, TYPED | {"photos": photo(300), "photos_removed": before})

    assert listing.photos.get().name != before


def test_the_same_photo_serves_two_annonces(client, jeanne):
    for title in ("Une échelle", "Une autre échelle"):
        client.post("/annonces/nouvelle/", TYPED | {"title": title, "photos": photo(300)})

    assert sorted(each.photos.count() for each in Listing.objects.all()) == [1, 1]


def test_the_same_file_waits_once_for_each_owner(jeanne):
    first, second = (pending.keep(jeanne, PendingPhoto.Use.LISTING, photo(300)) for _ in range(2))
    of_another = pending.keep(person_of("Paul"), PendingPhoto.Use.LISTING, photo(300))

    assert first == second
    assert first != of_another
