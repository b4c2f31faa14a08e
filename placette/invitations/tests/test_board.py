"""Sign-ups by campaign: read in the night, shown in one place, never about fewer than five."""

import csv
import io
import zipfile
from datetime import UTC, datetime, timedelta
from importlib import import_module

import pytest
import time_machine
from django.db import connection
from django.utils import timezone

from placette.impact import actions
from placette.impact.models import Arrival
from placette.impact.publication import refresh
from placette.invitations import arrivals, queries, tasks
from placette.invitations.actions import campaigns
from placette.invitations.models import Campaign, Letter
from placette.people.actions import trust
from placette.people.models import ActivationCode, Role
from placette.people.tests.factories import commune_of, officer_of, person_of
from placette.places import leaving

from .campaigns import letters_to

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 26, 9, tzinfo=UTC)
FILES = ("/mairie/tableau/campagnes.csv", "/mairie/tableau/campagnes.xlsx")


@pytest.fixture(autouse=True)
def in_november():
    with time_machine.travel(NOW, tick=False):
        yield


def joined(count: int) -> None:
    """So many have joined in October, whatever brought them."""
    commune_of()
    at = datetime(2026, 10, 5, 9, tzinfo=UTC)
    Arrival.objects.bulk_create(
        Arrival(step="joined", commune_id="31187", at=at + timedelta(days=n % 15), source=f"test:{n}",
                person=actions.hash_of(n))
        for n in range(count)
    )  # fmt: skip


def poster(name: str, came: int) -> Campaign:
    campaign = campaigns.put_up(commune_of(), officer_of(), name, "")
    Campaign.objects.filter(pk=campaign.pk).update(joined=came)
    return campaign


def campaign_of_letters(households: int) -> Campaign:
    """With their codes, none of which has been used."""
    campaign = letters_to(f"1 à {households} rue des Tilleuls")
    campaigns.begin(campaign.pk, campaign.by)
    made = [(trust.new_code(), "") for _each in range(households)]
    kept = trust.keep_codes(campaign.commune, made, campaign.by)
    for letter, code in zip(campaign.letters.order_by("number"), kept, strict=True):
        Letter.objects.filter(pk=letter.pk).update(code=code, lines="")
    return campaign


def shown() -> dict[str, int | None]:
    return {each.name: each.came for each in queries.campaigns("31187")}


def counted_in_the_night() -> None:
    tasks.count_who_came(0)
    refresh(timezone.now())


def test_a_count_is_read_in_the_night_and_no_hour_tells_who_came_in_it():
    joined(40)
    bakery = poster("Boulangerie", 12)
    refresh(NOW)
    assert shown() == {"Boulangerie": None}
    counted_in_the_night()
    assert shown() == {"Boulangerie": 10}

    Campaign.objects.filter(pk=bakery.pk).update(joined=15)
    refresh(NOW)

    assert shown() == {"Boulangerie": 10}
    counted_in_the_night()
    assert shown() == {"Boulangerie": 15}


def test_of_letters_the_codes_are_counted_and_of_a_list_five_are_always_left():
    joined(40)
    campaign = campaign_of_letters(12)
    found = []
    for used in (4, 5, 7, 12):
        ActivationCode.objects.filter(letter__number__lte=used).update(used_at=NOW)
        counted_in_the_night()
        found.append(shown()["Centre-bourg"])

    assert found == [None, 5, 5, 5]
    campaign.letters.all().delete()
    arrivals.settle()
    assert Campaign.objects.get().counted == 12, "a count never falls"


def test_an_upgrade_begins_with_what_the_night_would_have_counted():
    upgrade = import_module("placette.invitations.migrations.0004_counted_before")
    bakery, school = poster("Boulangerie", 12), poster("École", 9)
    Campaign.objects.filter(pk=school.pk).update(counted=7)
    sent = campaign_of_letters(5)
    ActivationCode.objects.filter(letter__number__lte=3).update(used_at=NOW)

    with connection.cursor() as cursor:
        cursor.execute(upgrade.FILL)

    counted = {each.pk: each.counted for each in Campaign.objects.all()}
    assert counted == {bakery.pk: 12, school.pk: 7, sent.pk: 3}
    arrivals.settle()
    assert Campaign.objects.get(pk=sent.pk).counted == 3


def test_campaigns_together_leave_five_of_all_who_have_joined():
    joined(20)
    poster("Boulangerie", 12)
    poster("École", 8)

    counted_in_the_night()

    assert shown() == {"Boulangerie": 10, "École": 5}


def test_page_files_and_export_say_the_same_and_nothing_of_a_few(client, django_assert_num_queries):
    joined(40)
    poster("=Boulangerie", 12)
    poster("École", 4)
    counted_in_the_night()
    client.force_login(officer_of())
    client.get("/mairie/tableau/")

    with django_assert_num_queries(5 + 3 + 1):  # the frame; commune, sheets, those of its size; campaigns
        page = client.get("/mairie/tableau/").content.decode()
    lines = list(csv.reader(io.StringIO(client.get(FILES[0]).content.decode("utf-8-sig")), delimiter=";"))
    book = zipfile.ZipFile(io.BytesIO(client.get(FILES[1]).content))
    (taken,) = (each for room in leaving.tables for each in room(commune_of()) if each.name == "invitations")

    assert "au moins 10" in page
    assert "1 campagne dont nous ne disons rien" in page
    assert "École" not in page
    assert "/methode/#brought" in page
    assert [(line[0], line[4]) for line in lines[1:]] == [("'=Boulangerie", "au moins 10"), ("École", "")]
    assert "<f>" not in book.read("xl/worksheets/sheet1.xml").decode()
    assert {row[0]: row[4] for row in taken.rows} == {"=Boulangerie": 10, "École": None}


def test_the_elected_read_the_file_and_residents_do_not(client):
    joined(40)
    poster("Boulangerie", 12)
    counted_in_the_night()
    elected = person_of("Hélène")
    Role.objects.create(person=elected, name=Role.Name.ELECTED, commune=commune_of())
    for person, status in ((elected, 200), (person_of("Rose"), 404), (officer_of("31499"), 404)):
        client.force_login(person)
        for path in FILES:
            assert client.get(path, {"commune": "31187"}).status_code == status


def test_a_dashboard_of_a_town_hall_that_invited_nobody_says_nothing_of_campaigns(client):
    joined(40)
    refresh(NOW)
    client.force_login(officer_of())

    assert "Inscriptions par campagne" not in client.get("/mairie/tableau/").content.decode()
