"""A space is closed: nothing of its commune is left in any room, and all of its neighbour's stands."""

import io
import zipfile
from datetime import timedelta
from pathlib import Path

import pytest
from django.apps import apps
from django.core.files.storage import default_storage
from django.db import IntegrityError, transaction
from django.db.models import Model
from django.utils import timezone

from placette.carpool.crews.tests.factories import crew_of
from placette.carpool.models import Area, Booking
from placette.carpool.tests.factories import way_of
from placette.carpool.tests.rides import ride_of
from placette.civic.actions import counting, ideas, polls, reports
from placette.civic.models import Category, Option, Poll
from placette.civic.open311 import keys
from placette.civic.tests.factories import announcement_of, poll_of
from placette.civic.tests.reporting import idea_of, report_of
from placette.core import photos
from placette.core.tests.test_photos import picture
from placette.groupbuys.actions import payments
from placette.groupbuys.collecting.actions import choosing
from placette.groupbuys.models import Payment, Share
from placette.groupbuys.tests.collected import share_of, slot_of, succeeded, ticked
from placette.groupbuys.tests.factories import campaign_of, takes
from placette.impact.models import Exchange
from placette.listings.actions import agreements
from placette.listings.models import Photo
from placette.listings.tests.factories import agreement_in, answer_to, listing_of
from placette.notices.models import Notice
from placette.people.models import Membership, Person
from placette.people.tests.factories import commune_of, officer_of, person_of
from placette.places import leaving
from placette.places.models import Commune, Space
from placette.townhall import life
from placette.townhall.actions import exports
from placette.trust.models import Line

pytestmark = pytest.mark.django_db

UNFILLED = {"x"}
CIVIC = ("actualites", "consultations", "signalements", "idees")
GONE, NEIGHBOUR = "31187", "31499"
# What outlives a space: France itself, the town hall's file and papers, and the ledger, which names nobody.
STAYS = {
    "places.adjacency", "places.formercommune", "places.quarter", "places.space", "places.spelling", "places.boundary",
    "townhall.contract", "townhall.export", "townhall.opening", "townhall.quote", "townhall.reminder",
    "impact.arrival", "impact.exchange", "impact.requestasked", "impact.visit",
}  # fmt: skip


def test_nothing_of_a_closed_space_is_left_and_all_of_its_neighbour_stands(
    django_capture_on_commit_callbacks,
):
    here, there = _people(GONE), _people(NEIGHBOUR)
    _fill(there, NEIGHBOUR, guest=here[1])
    before = _rows()
    assert {label for label, rows in before.items() if not rows} == UNFILLED
    _fill(here, GONE, guest=there[1])
    wish = way_of(here[0], role="passenger")
    beside = ride_of(way_of(there[0]), here[0], wish=wish)
    _trail_and_people(before, beside)
    ledger, files = Exchange.objects.count(), _files()

    _close(GONE)
    assert not life.erase_closed(GONE), "nothing is erased before its export is made"
    exports.make(exports.ask(commune_of(GONE), None).pk)
    with django_capture_on_commit_callbacks(execute=True):
        assert life.erase_closed(GONE)

    for model, name in _of_a_commune():
        left = model._default_manager.filter(**{name: GONE})
        assert model._meta.label_lower in STAYS or not left.exists(), (model, name)
    after = _rows()
    told = Notice.objects.filter(kind="export_ready", person=here[2]).values_list("pk", flat=True)
    before["notices.notice"] |= set(told)  # it leads to the file of the export, which is kept for a while
    assert {label: after[label] ^ rows for label, rows in before.items() if after[label] != rows} == {}
    assert Person.objects.filter(pk__in=[each.pk for each in here]).count() == len(here)
    assert not Membership.objects.filter(person__in=here).exists()
    assert Booking.objects.get(pk=beside.pk).wish is None
    assert Exchange.objects.count() == ledger
    assert Line.objects.filter(commune=GONE, verb="space.erased").count() == 1
    assert _files() < files
    assert len(_files()) * 2 == len(files), "the pictures of one of two communes"


def test_what_is_erased_once_is_erased():
    here = _people(GONE)
    _fill(here, GONE, guest=here[1])
    _close(GONE)
    exports.make(exports.ask(commune_of(GONE), None).pk)
    assert life.erase_closed(GONE)
    rows = _rows()

    assert not life.erase_closed(GONE)
    with transaction.atomic():
        for erase in leaving.erasers:
            erase(GONE)

    assert _rows() == rows


def test_the_export_takes_along_what_was_public():
    here = _people(GONE)
    _fill(here, GONE, guest=here[1])
    hidden = idea_of(here[0], title="Une insulte")
    ideas.hide(hidden.pk, here[2], True)

    made = exports.make(exports.ask(commune_of(GONE), None).pk)

    with default_storage.open(made.file) as file:
        packed = zipfile.ZipFile(io.BytesIO(file.read()))
        names = packed.namelist()
        said = {name: packed.read(f"{name}.csv").decode() for name in CIVIC}
    assert "Marché de Noël" in said["actualites"]
    assert "Un trou devant l’école" in said["signalements"]
    assert "Des bancs" in said["idees"]
    assert "insulte" not in said["idees"]
    counted = [line for line in said["consultations"].splitlines() if "Terminée" in line]
    assert len(counted) == 3
    assert all((line.split(";")[5], line.split(";")[7]) == ("", "") for line in counted), "too few to tell"
    assert len([name for name in names if name.endswith(".webp")]) == 3
    assert all(each.first_name not in words for words in said.values() for each in here)


def test_outside_an_erasure_what_is_closed_still_stands():
    here = _people(GONE)
    _fill(here, GONE, guest=here[1])
    with leaving.letting_go():
        pass

    for kept in (Share.objects.all(), Payment.objects.all(), Option.objects.all()):
        with pytest.raises(IntegrityError), transaction.atomic():
            kept.delete()


def _people(code: str) -> list[Person]:
    commune_of(code)
    return [person_of("Zélie", lives_in=code), person_of("Yvonne", lives_in=code), officer_of(code)]


def _fill(people: list[Person], code: str, guest: Person) -> None:
    """What residents and town hall do with each other in every room; `guest` lives elsewhere."""
    host, friend, officer = people
    commune = commune_of(code)
    _lend(host, guest)
    _say(commune, host, friend, officer)
    ride_of(way_of(host), guest)
    crew_of(host, friend, now=timezone.now())
    _buy(host, friend, guest)


def _lend(host: Person, guest: Person) -> None:
    listing = listing_of(host)
    stored = photos.store(picture())
    Photo.objects.create(listing=listing, name=stored.name, width=stored.width, height=stored.height)
    agreed = agreement_in(answer_to(listing, guest))
    for name, by in (("accept", host), ("done", host)):
        agreed = agreements.take(name, agreed, by)
    agreements.thank(agreed, guest, "Merci !")


def _say(commune: Commune, host: Person, friend: Person, officer: Person) -> None:
    now = timezone.now()
    announced = announcement_of(officer, commune=commune)
    open_poll, counted = poll_of(officer, commune=commune), poll_of(officer, commune=commune)
    for poll in (open_poll, counted):
        polls.vote(poll.pk, host, [0])
    counting.count(counted.pk, counted.closes_at + timedelta(minutes=1))
    assert Poll.objects.get(pk=counted.pk).state == "counted"
    reported, again = (
        report_of(host, commune=commune),
        report_of(friend, commune=commune, text="Le même trou"),
    )
    reports.merge(again.pk, reported.pk, officer)
    reports.answer(reported.pk, officer, "acknowledged", "Nous passons lundi.")
    idea = idea_of(host, commune=commune)
    ideas.support(idea, friend)
    ideas.comment(idea, friend, "Oui !")
    for shown in (announced, reported, idea):
        type(shown)._default_manager.filter(pk=shown.pk).update(photo=photos.store(picture()).name)
    keys.issue(commune, "Application", officer)
    Category.objects.create(commune=commune, code="voirie", name="Voirie", position=0)
    Area.objects.create(
        key=f"point:{commune.pk}", name="La halle", kind="meeting", commune=commune, commune_code=commune.pk,
        latitude=43.5, longitude=1.2, updated_on=now.date(),
    )  # fmt: skip


def _buy(host: Person, friend: Person, guest: Person) -> None:
    done = succeeded(host, {host: 2, friend: 2, guest: 3}, audience="around")
    slot = slot_of(done)
    choosing.choose(share_of(done, friend), slot.pk)
    payments.note(done.pk, host, share_of(done, friend).pk, "cash", 500, timezone.localdate())
    ticked(share_of(done, friend), host)
    takes(friend, campaign_of(host), 1)


def _close(code: str) -> None:
    for state, closed_at in (("grace", None), ("closed", timezone.now())):
        ends_on = None if closed_at else timezone.localdate()
        Space.objects.filter(pk=code).update(state=state, closed_at=closed_at, ends_on=ends_on)


def _rows() -> dict[str, set[object]]:
    """What is in the tables of the rooms, of accounts and ledger apart."""
    apart = STAYS | {
        "people.person",
        "trust.line",
        "people.membership",
        "people.role",
        "impact.key",
        "impact.changed",
    }
    return {
        model._meta.label_lower: set(model._default_manager.values_list("pk", flat=True))
        for model in apps.get_models()
        if model.__module__.startswith("placette") and model._meta.label_lower not in apart
    }


def _trail_and_people(before: dict[str, set[object]], beside: Booking) -> None:
    """A ride that was posted at the neighbour's stands as well."""
    before["carpool.booking"].add(beside.pk)
    before["carpool.contact"].add(beside.contact_id)
    before["carpool.trip"].add(beside.way.trip_id)
    before["carpool.way"].add(beside.way_id)
    before["carpool.passage"].add(beside.way_id)
    before["conversations.conversation"].add(beside.contact.conversation_id)


def _of_a_commune() -> list[tuple[type[Model], str]]:
    """Every column that names a commune, or a membership in one."""
    found = []
    for model in apps.get_models():
        for each in model._meta.concrete_fields:
            if each.is_relation and each.related_model is Commune:
                found.append((model, each.attname))
            if each.is_relation and each.related_model is Membership:
                found.append((model, f"{each.name}__commune"))
    return found


def _files() -> set[str]:
    root = Path(default_storage.path("photos"))
    return {str(each) for each in root.rglob("*.webp")} if root.exists() else set()
