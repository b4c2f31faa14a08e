"""The officer writes: draft, preview, online now or later, changed, over, withdrawn."""

from datetime import timedelta
from uuid import uuid4

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from placette.civic.models import Announcement
from placette.people.models import Role
from placette.people.tests.factories import commune_of, officer_of, person_of
from placette.trust import trail
from placette.trust.models import Line

from .factories import announcement_of

pytestmark = pytest.mark.django_db
TYPED = {
    "level": "normal",
    "title": "Marché de Noël",
    "text": "Place de la halle, dès dix heures.",
    "place": "La halle",
}


def soon(**later) -> str:
    return f"{timezone.localtime() + timedelta(**later):%Y-%m-%dT%H:%M}"


def test_a_draft_is_read_again_then_online(client):
    client.force_login(officer_of())

    sent = client.post("/mairie/actualites/nouvelle/", TYPED | {"key": uuid4()})
    written = Announcement.objects.get()
    preview = client.get(sent["Location"]).content.decode()
    client.post(f"/mairie/actualites/{written.pk}/publier/", {"when": "now"})

    assert sent["Location"] == f"/mairie/actualites/{written.pk}/"
    assert "Un brouillon : les habitants ne le voient pas" in preview.replace("\xa0", " ")
    assert "Place de la halle, dès dix heures." in preview
    written.refresh_from_db()
    assert written.state == "published"


def test_the_same_form_twice_is_one_draft_and_other_words_are_another(client):
    client.force_login(officer_of())
    typed = TYPED | {"key": uuid4()}

    first = client.post("/mairie/actualites/nouvelle/", typed)
    second = client.post("/mairie/actualites/nouvelle/", typed)
    client.post("/mairie/actualites/nouvelle/", typed | {"title": "Marché de Pâques"})

    assert first["Location"] == second["Location"]
    assert Announcement.objects.count() == 2


def test_a_photo_comes_along_and_goes_again(client, settings):
    from io import BytesIO

    from PIL import Image

    picture = BytesIO()
    Image.new("RGB", (900, 600), "red").save(picture, "PNG")
    client.force_login(officer_of())
    upload = SimpleUploadedFile("marche.png", picture.getvalue(), "image/png")
    typed = TYPED | {"photos": upload, "photo_says": "Le marché sous la neige"}

    client.post("/mairie/actualites/nouvelle/", typed)
    written = Announcement.objects.get()
    page = client.get(f"/mairie/actualites/{written.pk}/").content.decode()
    client.post(f"/mairie/actualites/{written.pk}/modifier/", TYPED | {"photos_removed": written.photo})

    assert written.photo
    assert 'alt="Le marché sous la neige"' in page
    assert Announcement.objects.get().photo == ""


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"title": ""}, "Donnez un titre en quelques mots."),
        ({"level": "emergency"}, "Une alerte a une fin"),
        ({"starts_at": "2026-12-02T10:00", "ends_at": "2026-12-01T10:00"}, "La fin vient avant le début"),
        ({"publish_at": "2026-01-02T10:00"}, "Ce moment est passé"),
    ],
)
@time_machine.travel("2026-11-26T10:00Z", tick=True)
def test_a_refusal_says_what_to_do_and_loses_nothing(client, typed, said):
    client.force_login(officer_of())

    page = client.post("/mairie/actualites/nouvelle/", TYPED | typed)

    assert page.status_code == 200
    assert said in page.content.decode()
    assert "Place de la halle, dès dix heures." in page.content.decode()
    assert Announcement.objects.count() == 0


def test_an_officer_of_two_town_halls_chooses_for_which_she_speaks(client):
    officer = officer_of()
    Role.objects.create(person=officer, name="officer", commune=commune_of("31499"))
    client.force_login(officer)

    client.post("/mairie/actualites/nouvelle/", TYPED | {"commune": "31499"})
    page = client.get("/mairie/actualites/?commune=31499").content.decode()

    assert Announcement.objects.get().commune_id == "31499"
    assert "Marché de Noël" in page
    assert "Vos mairies" in page


def test_nobody_else_comes_in_and_no_officer_of_elsewhere(client):
    mine = announcement_of(officer_of(), published=False)
    pages = ("", "nouvelle/", f"{mine.pk}/", f"{mine.pk}/modifier/")
    for who in (person_of(), officer_of("31499")):
        client.force_login(who)
        for page in pages:
            answer = client.get(f"/mairie/actualites/{page}")
            foreign = page in {"", "nouvelle/"} and who.roles.exists()
            assert answer.status_code == (200 if foreign else 404), page
        for verb in ("publier", "retirer", "fin", "supprimer"):
            assert client.post(f"/mairie/actualites/{mine.pk}/{verb}/").status_code == 404
    assert Announcement.objects.get().state == "draft"


def test_a_change_is_shown_and_pressing_save_without_one_is_none(client):
    officer = officer_of()
    client.force_login(officer)
    written = announcement_of(officer, **TYPED)

    client.post(f"/mairie/actualites/{written.pk}/modifier/", TYPED)
    unchanged = Announcement.objects.get()
    client.post(f"/mairie/actualites/{written.pk}/modifier/", TYPED | {"text": "Reporté à dimanche."})

    assert (unchanged.revision, unchanged.changed_at) == (0, None)
    assert Announcement.objects.get().revision == 1
    assert "modifiée" in client.get(f"/actualites/{written.pk}/").content.decode()


def test_an_alert_is_lifted_and_what_is_withdrawn_is_read_by_nobody(client):
    officer, resident = officer_of(), person_of()
    alert, news = announcement_of(officer, level="emergency"), announcement_of(officer)
    client.force_login(officer)

    client.post(f"/mairie/actualites/{alert.pk}/fin/")
    client.post(f"/mairie/actualites/{news.pk}/retirer/")

    alert.refresh_from_db()
    assert alert.is_over(timezone.now())
    client.force_login(resident)
    assert "Cette alerte est terminée" in client.get(f"/actualites/{alert.pk}/").content.decode()
    assert client.get(f"/actualites/{news.pk}/").status_code == 404
    client.force_login(officer)
    assert client.post(f"/mairie/actualites/{news.pk}/supprimer/").status_code == 302
    assert Announcement.objects.filter(pk=news.pk, state="withdrawn").exists()


def test_too_many_alerts_a_day_are_refused_and_kept_as_drafts(client, monkeypatch):
    officer = officer_of()
    client.force_login(officer)
    drafts = [announcement_of(officer, published=False, level="emergency") for _ in range(6)]

    for each in drafts:
        client.post(f"/mairie/actualites/{each.pk}/publier/")
    page = client.get(f"/mairie/actualites/{drafts[-1].pk}/").content.decode()

    assert Announcement.objects.filter(state="published").count() == 5
    assert "Votre brouillon est gardé" in page


def test_the_desk_asks_as_often_however_much_is_written(client, django_assert_num_queries):
    officer = officer_of()
    client.force_login(officer)
    client.get("/mairie/actualites/")
    for number in range(8):
        announcement_of(officer, title=f"N° {number}")

    with django_assert_num_queries(4 + 1 + 2):  # who asks; notices; announcements and their quarters
        client.get("/mairie/actualites/")


def test_the_trail_says_who_did_what_and_none_of_the_words(client):
    officer = officer_of()
    client.force_login(officer)
    draft = announcement_of(officer, published=False)

    for verb in ("publier", "retirer"):
        client.post(f"/mairie/actualites/{draft.pk}/{verb}/")

    lines = list(Line.objects.order_by("pk"))
    assert [(line.verb, line.by, line.commune) for line in lines] == [
        ("announcement.published", officer, "31187"),
        ("announcement.withdrawn", officer, "31187"),
    ]
    assert trail.sentence(lines[0]) == f"Une actualité a été publiée (n° {draft.pk})"
    assert "Marché" not in str([line.facts for line in lines])


def test_a_year_gone_wrong_is_refused_and_what_is_online_keeps_its_own(client):
    officer = officer_of()
    client.force_login(officer)
    typed = TYPED | {"starts_at": "0026-12-05T10:00"}

    page = client.post("/mairie/actualites/nouvelle/", typed).content.decode().replace("\xa0", " ")

    assert "C’était il y a plus de deux ans : vérifiez l’année." in page
    assert 'value="0026-12-05T10:00"' in page
    assert not Announcement.objects.exists()
    long_ago = timezone.now() - timedelta(days=800, seconds=7)
    there = announcement_of(officer, starts_at=long_ago, place="La halle")
    kept = TYPED | {"starts_at": f"{timezone.localtime(long_ago):%Y-%m-%dT%H:%M}", "text": "Corrigé."}
    assert client.post(f"/mairie/actualites/{there.pk}/modifier/", kept).status_code == 302
    there.refresh_from_db()
    assert there.text == "Corrigé."
