"""A resident reports what is broken, says « moi aussi », and reads what becomes of it."""

from datetime import timedelta
from uuid import uuid4

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.utils import timezone

from placette.civic.actions import reports as actions
from placette.civic.actions.refusals import Refused
from placette.civic.models import Follower, Report
from placette.civic.queries import reports as queries
from placette.notices.models import Notice
from placette.people.models import Membership
from placette.people.tests.factories import commune_of, officer_of, person_of
from placette.places.models import Space

from .reporting import HERE, report_of

pytestmark = pytest.mark.django_db
METRE = 1 / 111_195


def typed(**others) -> dict:
    return {
        "commune": "31187",
        "category": "eclairage",
        "text": "Le lampadaire est éteint.",
        "address": "12 rue des Lilas",
        "key": uuid4(),
    } | others


def test_a_report_is_sent_once_without_a_map_and_followed_by_its_author(client):
    author = person_of()
    client.force_login(author)
    form = typed()

    sent = client.post("/signalements/nouveau/", form)
    client.post("/signalements/nouveau/", form)

    report = Report.objects.get()
    assert sent["Location"] == f"/signalements/{report.pk}/"
    assert (report.category, report.latitude, report.followers) == ("eclairage", None, 1)


def test_it_is_public_and_says_no_name(client, django_assert_num_queries):
    author = person_of("Zénobie", "Quintard")
    report = report_of(author)
    report_of(author, text="Un banc cassé", category="mobilier")

    with django_assert_num_queries(6):
        listed = client.get("/c/31187-fonsorbes/signalements/").content.decode()
    page = client.get(f"/signalements/{report.pk}/").content.decode()

    assert "Un trou devant l’école" in listed
    assert "Un banc cassé" in listed
    assert "Voirie et trottoirs" in page
    assert "Zénobie" not in listed + page
    assert "Quintard" not in listed + page


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"text": ""}, "Décrivez"),
        ({"address": ""}, "Dites où c’est"),
        ({"category": "piscine"}, "Sélectionnez un choix valide"),
        ({"latitude": "nan", "longitude": "1"}, "Ce point ne se lit pas"),
        ({"latitude": "48.85", "longitude": "2.35"}, "pas dans la commune"),
    ],
)
def test_a_refusal_says_what_to_do_and_loses_nothing(client, wrong, said):
    client.force_login(person_of())

    answer = client.post("/signalements/nouveau/", typed(**({"text": "Le lampadaire est éteint."} | wrong)))

    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert "12 rue des Lilas" in answer.content.decode() or "address" in wrong
    assert not Report.objects.exists()


def test_who_reports_near_is_shown_what_was_told_and_may_say_me_too(client):
    told = report_of(person_of("Odile"))
    neighbour = person_of("Paul")
    client.force_login(neighbour)
    near = typed(latitude=HERE[0] + 30 * METRE, longitude=HERE[1], category="voirie")

    asked = client.post("/signalements/nouveau/", near).content.decode()
    client.post(f"/signalements/{told.pk}/moi-aussi/")
    client.post(f"/signalements/{told.pk}/moi-aussi/")

    assert "Un trou devant l’école" in asked
    assert Report.objects.count() == 1
    told.refresh_from_db()
    assert told.followers == 2
    assert client.post("/signalements/nouveau/", near | {"sure": "yes"}).status_code == 302
    assert Report.objects.count() == 2


def test_near_is_fifty_metres():
    told = report_of(person_of())

    assert queries.near("31187", HERE[0] + 49 * METRE, HERE[1]) == [told]
    assert queries.near("31187", HERE[0] + 51 * METRE, HERE[1]) == []


def test_who_follows_is_told_of_each_change_and_the_town_hall_of_a_new_one():
    officer, neighbour = officer_of(), person_of("Paul")
    report = report_of(person_of())
    actions.follow(report, neighbour)

    actions.answer(report.pk, officer, "acknowledged")
    actions.answer(report.pk, officer, "refused", "La route est au département.", in_charge="Département")

    assert Notice.objects.filter(person=officer, kind="report_new").count() == 1
    assert Notice.objects.filter(person=neighbour, kind="report").count() == 2
    report.refresh_from_db()
    assert (report.state, report.in_charge) == ("refused", "Département")


def test_it_is_opened_again_within_thirty_days_only(client):
    author, officer = person_of(), officer_of()
    report = report_of(author)
    actions.answer(report.pk, officer, "done")
    client.force_login(author)

    client.post(f"/signalements/{report.pk}/rouvrir/", {"note": "Le trou est revenu"})

    report.refresh_from_db()
    assert (report.state, report.ended_at) == ("open", None)
    actions.answer(report.pk, officer, "done")
    with time_machine.travel(timezone.now() + timedelta(days=31)), pytest.raises(Refused):
        actions.reopen(report.pk, author)


def test_a_report_that_does_not_open_again_keeps_the_note(client, monkeypatch):
    author = person_of()
    report = report_of(author)
    actions.answer(report.pk, officer_of(), "done")
    address, typed_note = f"/signalements/{report.pk}/rouvrir/", {"note": "Le trou est revenu"}

    client.force_login(person_of("Paul"))
    of_somebody_else = client.post(address, typed_note)
    client.force_login(author)
    monkeypatch.setattr("placette.civic.views.reports.CLICKS_A_DAY", 0)
    too_often = client.post(address, typed_note)

    for page in (of_somebody_else, too_often):
        assert page.status_code == 422
        assert "Le trou est revenu" in page.text
    assert 'name="note"' not in of_somebody_else.text
    assert 'value="Le trou est revenu"' in too_often.text
    report.refresh_from_db()
    assert report.state == "done"


def test_the_same_are_merged_and_their_followers_with_them():
    officer, odile, paul = officer_of(), person_of("Odile"), person_of("Paul")
    first, second, third = (report_of(each) for each in (odile, paul, paul))
    actions.merge(third.pk, second.pk, officer)

    actions.merge(second.pk, first.pk, officer)

    for each in (first, second, third):
        each.refresh_from_db()
    assert (first.followers, second.state, third.merged_into) == (2, "merged", first)
    with pytest.raises(Refused):
        actions.merge(first.pk, second.pk, officer)


def test_counts_come_from_followers_alone():
    report = report_of(person_of())

    with pytest.raises(IntegrityError), transaction.atomic():
        Report.objects.filter(pk=report.pk).update(followers=40)
    Follower.objects.all().delete()

    report.refresh_from_db()
    assert report.followers == 0


def test_a_median_of_fewer_than_five_is_not_shown():
    officer = officer_of()
    for number in range(5):
        if number == 4:
            assert queries.figures("31187", timezone.now()).days is None
        with time_machine.travel(timezone.now() - timedelta(days=3)):
            report = report_of(None)
        actions.answer(report.pk, officer, "done")

    assert queries.figures("31187", timezone.now()) == queries.Figures(0, 5, 3)


def test_who_is_not_verified_meets_the_closed_door(client):
    commune_of()
    client.force_login(person_of(verified=False))

    assert client.get("/signalements/nouveau/").status_code == 403


@pytest.mark.parametrize(
    "act", ["/signalements/nouveau/", "/signalements/{}/moi-aussi/", "/signalements/{}/rouvrir/"]
)
def test_who_lives_in_an_open_commune_writes_nothing_into_one_that_can_only_be_read(client, act):
    report = report_of(person_of("Karim"))
    paul = person_of("Paul", lives_in="31499")
    Membership.objects.create(person=paul, commune=commune_of(), purpose="work", verified_at=timezone.now())
    Space.objects.filter(commune="31187").update(
        state="grace", ends_on=timezone.localdate() + timedelta(days=60)
    )
    client.force_login(paul)

    answer = client.post(act.format(report.pk), {"commune": "31187"})

    assert answer.status_code == 403
    assert "se lit, mais n’écrit plus" in answer.content.decode()
