"""A community's officer tells the residents of several communes at once; each town hall may take it off its own square."""

import uuid
from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from placette.civic import leaving, tasks
from placette.civic.actions import shared as actions
from placette.civic.actions import telling
from placette.civic.actions.refusals import Refused
from placette.civic.models import Announcement, SharedAnnouncement
from placette.civic.queries import shared as queries
from placette.core.tests.racing import at_once
from placette.notices.kinds import KINDS
from placette.notices.models import Notice
from placette.people.models import Membership, Person, Role
from placette.people.tests.factories import commune_of, officer_of, person_of
from placette.places.models import Community, Space
from placette.trust.models import Line

pytestmark = pytest.mark.django_db
SAID = {"level": "normal", "title": "Les bus sont gratuits samedi", "text": "Toute la journée.", "place": ""}
FONSORBES, MURET, ELSEWHERE = "31187", "31395", "31555"


@pytest.fixture
def agglo() -> Community:
    commune_of(MURET)
    commune_of(ELSEWHERE, community="200000000")
    community = commune_of(FONSORBES).community
    community.name = "Le Muretain Agglo"
    community.save()
    return community


@pytest.fixture
def helene(agglo) -> Person:
    return worker_of(agglo)


def worker_of(community: Community, name: str = Role.Name.TERRITORY_OFFICER) -> Person:
    person = person_of("Hélène", "Castan", lives_in=None)
    Role.objects.create(person=person, name=name, community=community)
    return person


def tell_all() -> None:
    for each in Announcement.objects.order_by("pk"):
        telling.published(each)


def test_written_once_read_on_each_square_as_the_community_s_word(client, agglo, helene):
    client.force_login(helene)
    form = SAID | {"communes": [FONSORBES, MURET], "key": str(uuid.uuid4())}
    page = client.post("/intercommunalite/annonces/nouvelle/", form)
    assert "Les habitants de 2 communes la liront" in page.text
    assert not Announcement.objects.exists()
    corrected = client.post("/intercommunalite/annonces/nouvelle/", form | {"again": "1"})
    assert "Toute la journée." in corrected.text
    for _ in range(2):
        sent = client.post("/intercommunalite/annonces/nouvelle/", form | {"publish": "1"}, follow=True)

    assert SharedAnnouncement.objects.count() == 1
    assert sorted(Announcement.objects.values_list("commune", "state")) == [
        (FONSORBES, "published"),
        (MURET, "published"),
    ]
    assert "Fonsorbes" in sent.text
    assert "Les bus sont gratuits" in client.get("/intercommunalite/annonces/").text
    client.force_login(person_of("Rose", lives_in=MURET))
    square = client.get("/place/").text
    assert "Les bus sont gratuits samedi" in square
    assert "Le Muretain Agglo" in square
    public = client.get(Announcement.objects.get(commune=FONSORBES).get_absolute_url()).text
    assert "Le Muretain Agglo" in public
    assert "Mairie de Fonsorbes" not in public
    feed = client.get("/c/31187-fonsorbes/actualites/flux.json").json()
    assert feed["items"][0]["authors"] == [{"name": "Le Muretain Agglo"}]


def test_whoever_belongs_to_two_communes_is_told_and_shown_it_once(client, agglo, helene):
    rose, luc = person_of("Rose"), person_of("Luc", lives_in=MURET)
    Membership.objects.create(
        person=rose, commune=commune_of(MURET), purpose="work", verified_at=timezone.now()
    )
    actions.publish(helene, agglo, list(agglo.communes.all()), **SAID)
    tell_all()
    tell_all()

    assert sorted(Notice.objects.values_list("person__first_name", flat=True)) == ["Luc", "Rose"]
    told = Notice.objects.get(person=luc)
    assert KINDS["announcement"].sentence(told.facts).startswith("Le Muretain Agglo vous informe")
    client.force_login(rose)
    assert client.get("/place/").text.count("Les bus sont gratuits samedi") == 1


def test_a_town_hall_takes_it_off_its_own_square_and_does_not_reword_it(client, agglo, helene):
    shared = actions.publish(helene, agglo, list(agglo.communes.all()), **SAID)
    copy = Announcement.objects.get(commune=FONSORBES)
    client.force_login(officer_of())
    assert "Le Muretain Agglo" in client.get("/mairie/actualites/").text
    client.post(f"/mairie/actualites/{copy.pk}/modifier/", {"title": "Autre", "text": "x", "level": "normal"})
    client.post(f"/mairie/actualites/{copy.pk}/retirer/")

    states = dict(Announcement.objects.values_list("commune", "state"))
    assert states == {FONSORBES: "withdrawn", MURET: "published"}
    assert set(Announcement.objects.values_list("title", flat=True)) == {SAID["title"]}
    client.force_login(helene)
    assert "retirée par sa mairie" in client.get(f"/intercommunalite/annonces/{shared.pk}/").text


def test_the_community_takes_it_back_everywhere_once(client, agglo, helene):
    shared = actions.publish(helene, agglo, list(agglo.communes.all()), **SAID)
    client.force_login(helene)
    for _ in range(2):
        client.post(f"/intercommunalite/annonces/{shared.pk}/retirer/")

    assert set(Announcement.objects.values_list("state", flat=True)) == {"withdrawn"}
    verbs = list(Line.objects.filter(community=agglo.siren).order_by("pk").values_list("verb", flat=True))
    assert verbs == ["announcement.shared", "announcement.unshared"]


def test_words_change_everywhere_but_where_the_town_hall_took_it_down(client, agglo, helene):
    shared = actions.publish(helene, agglo, list(agglo.communes.all()), **SAID)
    client.force_login(officer_of())
    client.post(f"/mairie/actualites/{Announcement.objects.get(commune=FONSORBES).pk}/retirer/")
    client.force_login(helene)
    own = f"/intercommunalite/annonces/{shared.pk}/"

    form = client.get(f"{own}modifier/").text
    refused = client.post(f"{own}modifier/", SAID | {"title": "", "text": "Jusqu’à minuit."})
    client.post(f"{own}modifier/", SAID | {"title": "Les bus sont gratuits dimanche"})

    assert SAID["title"] in form
    assert "Publier plus tard" not in form
    assert refused.status_code == 422
    assert "Jusqu’à minuit." in refused.text
    said = {each.commune_id: (each.title, each.revision) for each in Announcement.objects.all()}
    assert said == {FONSORBES: (SAID["title"], 0), MURET: ("Les bus sont gratuits dimanche", 1)}
    assert "Les bus sont gratuits dimanche" in client.get(own).text
    assert "modifiée" in client.get(Announcement.objects.get(commune=MURET).get_absolute_url()).text


@time_machine.travel("2026-11-26T10:00Z", tick=False)
def test_it_waits_for_its_moment_and_comes_out_by_itself(client, agglo, helene):
    client.force_login(helene)
    form = SAID | {"communes": [FONSORBES, MURET], "publish_at": "2026-11-28T09:00", "key": str(uuid.uuid4())}
    past = client.post("/intercommunalite/annonces/nouvelle/", form | {"publish_at": "2026-11-25T09:00"})
    page = client.post("/intercommunalite/annonces/nouvelle/", form)
    client.post("/intercommunalite/annonces/nouvelle/", form | {"publish": "later"})

    assert "Ce moment est passé" in past.text
    assert "Programmer : samedi 28 novembre" in page.text.replace("\xa0", " ")
    shared = SharedAnnouncement.objects.get()
    own = f"/intercommunalite/annonces/{shared.pk}/"
    assert "Paraîtra samedi 28 novembre" in client.get(own).text
    assert "Programmée" in client.get("/intercommunalite/annonces/").text
    waits = Announcement.objects.get(commune=FONSORBES)
    client.force_login(officer_of())
    client.post(f"/mairie/actualites/{waits.pk}/publier/", {"when": "now"})
    client.force_login(helene)
    client.post(f"{own}modifier/", SAID | {"publish_at": "2026-11-29T09:00", "title": "Les bus"})
    assert set(Announcement.objects.values_list("state", "title")) == {("scheduled", "Les bus")}

    with time_machine.travel("2026-11-29T08:00:30Z", tick=False):
        tasks.publish.func(0)
        assert set(Announcement.objects.values_list("state", flat=True)) == {"published"}
        assert "En ligne" in client.get(own).text


@time_machine.travel("2026-11-26T10:00Z", tick=False)
def test_what_waits_is_published_early_or_dropped_unread(client, agglo, helene):
    later = timezone.now() + timedelta(days=2)
    early, unread = (
        actions.publish(
            helene, agglo, list(agglo.communes.all()), publish_at=later, **SAID | {"title": title}
        )
        for title in ("Les bus", "Les trains")
    )
    client.force_login(helene)

    for _ in range(2):
        client.post(f"/intercommunalite/annonces/{early.pk}/publier/")
    gone = client.post(f"/intercommunalite/annonces/{unread.pk}/retirer/", follow=True)

    assert set(Announcement.objects.values_list("title", "state")) == {("Les bus", "published")}
    assert not actions.withdraw(unread.pk, helene)
    assert "personne ne l’aura lue" in gone.text
    assert SharedAnnouncement.objects.get().published_at == timezone.now()
    verbs = Line.objects.filter(community=agglo.siren).order_by("pk").values_list("verb", flat=True)
    assert list(verbs) == [
        "announcement.planned", "announcement.planned", "announcement.shared", "announcement.dropped",
    ]  # fmt: skip


@time_machine.travel("2026-11-26T10:00Z", tick=False)
def test_a_town_hall_keeps_off_its_square_what_has_not_come_out(client, agglo, helene):
    later = timezone.now() + timedelta(days=2)
    shared = actions.publish(helene, agglo, list(agglo.communes.all()), publish_at=later, **SAID)
    client.force_login(officer_of())

    copy = Announcement.objects.get(commune=FONSORBES)
    page = client.get(f"/mairie/actualites/{copy.pk}/").text
    client.post(f"/mairie/actualites/{copy.pk}/supprimer/")

    assert "Retirer de notre place" in page
    assert "Publier maintenant" not in page
    assert [each.announcement.commune_id for each in queries.copies_of(shared)] == [MURET]


@pytest.mark.parametrize("who", ["stranger", "resident", "officer", "elected there", "another community"])
def test_nobody_else_speaks_for_a_community(client, agglo, helene, who):
    shared = actions.publish(helene, agglo, list(agglo.communes.all()), **SAID)
    if who != "stranger":
        client.force_login(
            {
                "resident": lambda: person_of("Rose"),
                "officer": officer_of,
                "elected there": lambda: worker_of(agglo, Role.Name.ELECTED),
                "another community": lambda: worker_of(Community.objects.get(siren="200000000")),
            }[who]()
        )
    own = "/intercommunalite/annonces/"
    asked = f"?epci={agglo.siren}"
    refused = 302 if who == "stranger" else 404
    for path in (own + asked, f"{own}nouvelle/{asked}", f"{own}{shared.pk}/{asked}"):
        assert client.get(path).status_code == refused, path
    for path in ("nouvelle/", *(f"{shared.pk}/{verb}/" for verb in ("modifier", "publier", "retirer"))):
        sent = SAID | {"epci": agglo.siren, "publish": "1"}
        assert client.post(own + path, sent).status_code == refused, path
    assert set(Announcement.objects.values_list("state", flat=True)) == {"published"}


def test_only_communes_of_the_community_that_can_be_written_in_are_reached(client, agglo, helene):
    Space.objects.filter(commune=MURET).update(state="grace")
    client.force_login(helene)
    form = SAID | {"communes": [FONSORBES, MURET], "publish": "1"}
    assert client.post("/intercommunalite/annonces/nouvelle/", form).status_code == 422
    outside = SAID | {"communes": [ELSEWHERE], "publish": "1"}
    assert client.post("/intercommunalite/annonces/nouvelle/", outside).status_code == 422
    alert = SAID | {"communes": [FONSORBES], "publish": "1", "level": "emergency"}
    assert client.post("/intercommunalite/annonces/nouvelle/", alert).status_code == 422
    empty = client.post("/intercommunalite/annonces/nouvelle/", SAID | {"title": "", "publish": "1"})
    assert "Toute la journée." in empty.text

    with pytest.raises(Refused):
        actions.publish(helene, agglo, [commune_of(MURET), commune_of(ELSEWHERE)], **SAID)
    assert not Announcement.objects.exists()
    assert not SharedAnnouncement.objects.exists()


def test_the_pages_ask_few_queries(client, agglo, helene, django_assert_max_num_queries):
    for number in range(4):
        shared = actions.publish(
            helene, agglo, list(agglo.communes.all()), **SAID | {"title": f"N° {number}"}
        )
    client.force_login(helene)
    with django_assert_max_num_queries(9):
        client.get("/intercommunalite/annonces/")
    with django_assert_max_num_queries(11):
        client.get(f"/intercommunalite/annonces/{shared.pk}/")


@pytest.mark.django_db(transaction=True)
def test_a_form_pressed_by_many_fingers_is_one_announcement(agglo, helene):
    communes, key = list(agglo.communes.all()), uuid.uuid4()

    made = at_once(lambda _: actions.publish(helene, agglo, communes, key=key, **SAID).pk, range(5))

    assert len(set(made)) == 1
    assert Announcement.objects.count() == 2


def test_the_space_where_she_lives_does_not_keep_her_from_taking_back(client, agglo, helene):
    shared = actions.publish(helene, agglo, [commune_of(FONSORBES), commune_of(MURET)], **SAID)
    Membership.objects.create(person=helene, commune=commune_of(ELSEWHERE))
    Space.objects.filter(commune=ELSEWHERE).update(
        suspended_at=timezone.now(), suspended_because="Une panne."
    )
    client.force_login(helene)

    client.post(f"/intercommunalite/annonces/{shared.pk}/retirer/")

    assert set(Announcement.objects.values_list("state", flat=True)) == {"withdrawn"}


def test_an_event_of_several_communes_says_in_which_it_is_held(client, agglo, helene):
    client.force_login(helene)
    starts = timezone.now() + timedelta(days=9)
    form = SAID | {
        "communes": [FONSORBES, MURET], "key": str(uuid.uuid4()), "place": "Parc Jaurès", "held_in": MURET,
        "starts_at": f"{starts:%Y-%m-%dT10:00}",
    }  # fmt: skip
    preview = client.post("/intercommunalite/annonces/nouvelle/", form).text
    elsewhere = client.post("/intercommunalite/annonces/nouvelle/", form | {"held_in": ELSEWHERE})
    backwards = client.post(
        "/intercommunalite/annonces/nouvelle/", form | {"ends_at": f"{starts:%Y-%m-%dT09:00}", "publish": "1"}
    )
    client.post("/intercommunalite/annonces/nouvelle/", form | {"publish": "1"})

    muret = commune_of(MURET)
    assert f"Parc Jaurès, {muret.name}" in preview
    assert elsewhere.status_code == backwards.status_code == 422
    assert "La fin vient avant le début" in backwards.text.replace("\xa0", " ")
    copies = Announcement.objects.all()
    assert {each.takes_place_in for each in copies} == {muret}
    assert all(each.is_event for each in copies)
    page = client.get(f"/intercommunalite/annonces/{SharedAnnouncement.objects.get().pk}/").text
    assert "La retirer annule l’événement" in page
    edited = client.get(f"/intercommunalite/annonces/{SharedAnnouncement.objects.get().pk}/modifier/").text
    assert f'<option value="{MURET}" selected>' in edited


def test_the_export_says_in_which_commune_an_event_is_held(agglo, helene):
    muret = commune_of(MURET)
    actions.publish(helene, agglo, [commune_of()], **SAID, held_in=muret)

    announced = next(iter(leaving.tables(commune_of())))

    (line,) = announced.rows
    assert dict(zip(announced.columns, line, strict=True))["commune du lieu"] == muret.name
