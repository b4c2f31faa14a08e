"""A photo that came with a refused form: kept for its owner, for a day."""

import pytest
import time_machine
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile

from placette.core import photos
from placette.core.tests.test_photos import picture
from placette.people.actions import pending
from placette.people.models import PendingPhoto
from placette.people.tasks import forget_pending_photos

from .factories import person_of

pytestmark = pytest.mark.django_db


def portrait(width: int = 64) -> SimpleUploadedFile:
    return SimpleUploadedFile("moi.jpg", picture(size=(width, 48)).getvalue(), "image/jpeg")


def is_stored(name: str) -> bool:
    return default_storage.exists(f"photos/{name}-256.webp") or default_storage.exists(
        f"photos/{name}-400.webp"
    )


def test_a_portrait_survives_a_refused_form(client):
    rose = person_of("Rose")
    client.force_login(rose)

    refused = client.post("/bienvenue/moi/", {"first_name": "", "photo": portrait()})
    kept = PendingPhoto.objects.get()
    assert f'name="photo_kept" value="{kept.name}"' in refused.content.decode()
    client.post("/bienvenue/moi/", {"first_name": "Rose", "photo_kept": kept.name})

    rose.refresh_from_db()
    assert rose.photo == kept.name
    assert not PendingPhoto.objects.exists()


def test_another_portrait_replaces_the_one_that_was_kept(client):
    rose = person_of("Rose")
    client.force_login(rose)
    client.post("/bienvenue/moi/", {"first_name": "", "photo": portrait()})
    first = PendingPhoto.objects.get().name

    client.post("/bienvenue/moi/", {"first_name": "Rose", "photo_kept": first, "photo": portrait()})

    rose.refresh_from_db()
    assert rose.photo not in ("", first)
    assert not is_stored(first)


def test_a_photo_of_somebody_else_is_never_taken(client):
    stolen = pending.keep(person_of("Paul"), PendingPhoto.Use.PORTRAIT, portrait()).name
    rose = person_of("Rose")
    client.force_login(rose)

    page = client.post("/bienvenue/moi/", {"first_name": "Rose", "photo_kept": stolen})

    assert "choisissez-la de nouveau" in page.content.decode()
    assert stolen not in page.content.decode()
    assert PendingPhoto.objects.get().owner.first_name == "Paul"
    with pytest.raises(photos.Refused):
        pending.take(rose, [stolen])


def test_after_a_day_it_is_erased_with_its_files():
    rose = person_of("Rose")
    with time_machine.travel("2026-11-23T10:00Z"):
        old = pending.keep(rose, PendingPhoto.Use.LISTING, portrait())
    with time_machine.travel("2026-11-24T09:00Z"):
        fresh = pending.keep(rose, PendingPhoto.Use.LISTING, portrait(65))
    with time_machine.travel("2026-11-24T10:01Z"):
        forget_pending_photos(0)

    assert list(PendingPhoto.objects.all()) == [fresh]
    assert not is_stored(old.name)
    assert is_stored(fresh.name)


def test_the_same_file_again_has_another_day():
    rose = person_of("Rose")
    for moment in ("2026-11-23T10:00Z", "2026-11-24T09:00Z"):
        with time_machine.travel(moment):
            kept = pending.keep(rose, PendingPhoto.Use.LISTING, portrait())
    with time_machine.travel("2026-11-24T10:01Z"):
        forget_pending_photos(0)

    assert list(PendingPhoto.objects.all()) == [kept]
    assert is_stored(kept.name)


def test_photos_are_not_worked_on_without_end_and_the_words_stay(client, monkeypatch):
    monkeypatch.setattr(pending, "A_DAY", 2)
    client.force_login(person_of("Rose"))

    pages = [client.post("/bienvenue/moi/", {"first_name": "Rosa", "photo": portrait()}) for _ in range(3)]

    assert [page.status_code for page in pages] == [302, 302, 200]
    assert "revenez demain" in pages[-1].content.decode()
    assert 'value="Rosa"' in pages[-1].content.decode()
