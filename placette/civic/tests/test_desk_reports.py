"""The town hall answers, merges and hides reports; nobody else does."""

import pytest

from placette.civic.models import PartnerKey, Report
from placette.people.tests.factories import officer_of, person_of
from placette.trust.models import Line

from .reporting import report_of

pytestmark = pytest.mark.django_db


def test_the_officer_answers_and_residents_read_it(client, django_assert_num_queries):
    report = report_of(person_of())
    client.force_login(officer_of())

    with django_assert_num_queries(10):
        listed = client.get("/mairie/signalements/").content.decode()
    sent = client.post(
        f"/mairie/signalements/{report.pk}/",
        {"state": "planned", "note": "La semaine prochaine.", "in_charge": "Services techniques"},
    )
    page = client.get(f"/signalements/{report.pk}/").content.decode()

    assert "Un trou devant l’école" in listed
    assert sent["Location"] == f"/mairie/signalements/{report.pk}/"
    assert "La semaine prochaine." in page
    assert "Services techniques" in page


def test_a_refusal_wants_its_reason(client):
    report = report_of(person_of())
    client.force_login(officer_of())

    answer = client.post(
        f"/mairie/signalements/{report.pk}/", {"state": "refused", "in_charge": "Le Muretain"}
    )

    assert answer.status_code == 422
    assert "Dites pourquoi" in answer.content.decode()
    assert "Le Muretain" in answer.content.decode()


def test_what_is_hidden_is_read_by_its_author_and_the_town_hall(client):
    author = person_of()
    report = report_of(author)
    client.force_login(officer_of())
    client.post(f"/mairie/signalements/{report.pk}/masquer/")
    seen_by_officer = client.get(f"/mairie/signalements/{report.pk}/").content.decode()
    client.force_login(author)
    seen_by_author = client.get(f"/signalements/{report.pk}/").content.decode()
    client.logout()

    everybody = client.get(f"/signalements/{report.pk}/").content.decode()

    assert "Un trou devant" in seen_by_officer
    assert "Un trou devant" in seen_by_author
    assert "Un trou devant" not in everybody
    assert "Un trou devant" not in client.get("/c/31187-fonsorbes/signalements/").content.decode()
    assert Line.objects.filter(verb="report.hidden").count() == 1


def test_two_that_say_the_same_are_made_one(client):
    first, second = report_of(person_of()), report_of(person_of("Paul"))
    client.force_login(officer_of())

    client.post(f"/mairie/signalements/{second.pk}/reunir/", {"into": first.pk})
    read = client.get(f"/signalements/{second.pk}/")

    assert read["Location"] == f"/signalements/{first.pk}/"
    assert Report.objects.get(pk=second.pk).state == "merged"


@pytest.mark.parametrize("path", ["", "{pk}/", "{pk}/reunir/", "{pk}/masquer/", "cles/"])
def test_nobody_else_is_at_the_desk(client, path):
    report = report_of(person_of())
    address = "/mairie/signalements/" + path.format(pk=report.pk)
    for other in (person_of("Paul"), officer_of("31499")):
        client.force_login(other)
        status = client.post(
            address, {"state": "done", "hidden": "yes", "into": "1", "commune": "31187"}
        ).status_code

        assert status in {403, 404, 405}
    report.refresh_from_db()
    assert (report.state, report.is_hidden) == ("open", False)


def test_a_key_is_seen_once_kept_as_a_hash_and_revoked(client):
    client.force_login(officer_of())

    page = client.post("/mairie/signalements/cles/", {"name": "Voirie 2000"})
    key = PartnerKey.objects.get()
    plain = page.content.decode().split('civic-key">')[1].split("<")[0]
    client.post(f"/mairie/signalements/cles/{key.pk}/fin/")

    assert plain.startswith(key.label)
    assert plain not in key.hash
    assert plain not in client.get("/mairie/signalements/cles/").content.decode()
    key.refresh_from_db()
    assert key.revoked_at
    assert set(Line.objects.values_list("verb", flat=True)) == {"open311.key_issued", "open311.key_revoked"}
