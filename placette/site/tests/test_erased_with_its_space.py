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

from placette.carpool.models import Booking, Contact, Seat, Way
from placette.carpool.tests.factories import way_of
from placette.carpool.tests.rides import ride_of
from placette.civic.actions import ideas
from placette.civic.models import Option
from placette.civic.tests.reporting import idea_of
from placette.conversations.models import Conversation
from placette.groupbuys.models import Payment, Share
from placette.impact.models import Exchange
from placette.notices.models import Notice
from placette.people.models import Membership, Person
from placette.people.tests.factories import commune_of
from placette.places import leaving
from placette.places.models import Commune, Space
from placette.site.tests.commune_life import fill, people_of
from placette.townhall import life
from placette.townhall.actions import exports
from placette.trust.models import Line

pytestmark = pytest.mark.django_db

# What must be there before it can be shown to be gone: above all what keeps something else from going.
FILLED = {
    "listings.listing", "listings.photo", "listings.answer", "listings.agreement", "listings.thanks",
    "conversations.conversation", "conversations.participant", "conversations.message", "notices.notice",
    "carpool.trip", "carpool.way", "carpool.passage", "carpool.contact", "carpool.booking", "carpool.area", "carpool.crew",
    "carpool.crewmember", "civic.announcement", "civic.poll", "civic.option", "civic.voted", "civic.urn", "civic.turnout",
    "civic.report", "civic.reportstep", "civic.follower", "civic.partnerkey", "civic.category", "civic.idea",
    "civic.comment", "civic.support", "groupbuys.campaign", "groupbuys.product", "groupbuys.tier", "groupbuys.pledge",
    "groupbuys.line", "groupbuys.share", "groupbuys.closing", "groupbuys.slot", "groupbuys.pickup", "groupbuys.payment",
    "groupbuys.handover", "groupbuys.handedline", "groupbuys.interest", "groupbuys.quote", "groupbuys.quotetier",
    "groupbuys.supplier", "townhall.association", "townhall.facility", "townhall.import", "townhall.report",
}  # fmt: skip
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
    here, there = people_of(GONE), people_of(NEIGHBOUR)
    fill(there, NEIGHBOUR, guest=here[1])
    before = _rows()
    assert {label for label in FILLED if not before[label]} == set()
    fill(here, GONE, guest=there[1])
    wish = way_of(here[0], role="passenger")
    beside = ride_of(way_of(there[0]), here[0], wish=wish)
    _stands(before, beside)
    _rides_with_a_wish(beside, wish, there[0])
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
    here = people_of(GONE)
    fill(here, GONE, guest=here[1])
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
    here = people_of(GONE)
    fill(here, GONE, guest=here[1])
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
    here = people_of(GONE)
    fill(here, GONE, guest=here[1])
    with leaving.letting_go():
        pass

    for kept in (Share.objects.all(), Payment.objects.all(), Option.objects.all()):
        with pytest.raises(IntegrityError), transaction.atomic():
            kept.delete()


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


def _stands(before: dict[str, set[object]], beside: Booking) -> None:
    """A ride that was posted at the neighbour's stands as well."""
    before["carpool.booking"].add(beside.pk)
    before["carpool.contact"].add(beside.contact_id)
    before["carpool.trip"].add(beside.way.trip_id)
    before["carpool.way"].add(beside.way_id)
    before["carpool.passage"].add(beside.way_id)
    before["conversations.conversation"].add(beside.contact.conversation_id)


def _rides_with_a_wish(beside: Booking, wish: Way, driver: Person) -> None:
    """The same driver answers what was posted here: the ride is of here, the seat in a car of elsewhere."""
    said = Conversation.objects.create(subject_kind="ride", subject_id=wish.trip_id, title="Trajet")
    contact = Contact.objects.create(trip=wish.trip, person=driver, conversation=said)
    answered = ride_of(beside.way, beside.passenger, day=beside.day + timedelta(days=7))
    Booking.objects.filter(pk=answered.pk).update(contact=contact)
    taken = {"way": beside.way, "day": answered.day, "number": 1, "span": (0, 1_000)}
    Seat.objects.create(holder=f"booking:{answered.pk}", **taken)


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
