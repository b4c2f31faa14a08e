"""What two residents, their town hall and a guest do with each other in every room, for tests of a whole commune."""

import io
from datetime import timedelta
from decimal import Decimal

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils import timezone

from placette.carpool.crews.tests.factories import crew_of
from placette.carpool.models import Area
from placette.carpool.tests.factories import way_of
from placette.carpool.tests.rides import ride_of
from placette.civic.actions import counting, ideas, polls, reports
from placette.civic.models import Category, Poll
from placette.civic.open311 import keys
from placette.civic.tests.factories import announcement_of, poll_of
from placette.civic.tests.reporting import idea_of, report_of
from placette.core import photos
from placette.core.tests.test_photos import picture
from placette.groupbuys.actions import payments
from placette.groupbuys.actions.interest import tell
from placette.groupbuys.collecting.actions import choosing
from placette.groupbuys.models import Supplier
from placette.groupbuys.tests.collected import share_of, slot_of, succeeded, ticked
from placette.groupbuys.tests.factories import campaign_of, product_of, takes
from placette.groupbuys.tests.test_choosing import quoted
from placette.groupbuys.tests.test_interest import asking
from placette.listings.actions import agreements
from placette.listings.models import Photo
from placette.listings.tests.factories import agreement_in, answer_to, listing_of
from placette.people.models import Person
from placette.people.tests.factories import commune_of, officer_of, person_of
from placette.places.models import Commune
from placette.townhall.directory import actions as directory
from placette.townhall.directory.kinds import ASSOCIATIONS, FACILITIES
from placette.townhall.models import Report


def people_of(code: str) -> list[Person]:
    commune_of(code)
    return [person_of("Zélie", lives_in=code), person_of("Yvonne", lives_in=code), officer_of(code)]


def fill(people: list[Person], code: str, guest: Person) -> None:
    """What residents and town hall do with each other in every room; `guest` lives elsewhere."""
    host, friend, officer = people
    commune = commune_of(code)
    _lend(host, guest)
    _say(commune, host, friend, officer)
    ride_of(way_of(host), guest)
    crew_of(host, friend, now=timezone.now())
    _buy(host, friend, guest)
    _keep(commune, officer)


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
    wanted = asking(host)
    tell(wanted.pk, friend, {product_of(wanted).pk: Decimal(8)})
    quoted(wanted)
    bought_from = Supplier.objects.create(
        name="La ruche", siren="552100554", email="ruche@exemple.fr", added_by=host
    )
    campaign_of(host, published=False, supplier=bought_from)


def _keep(commune: Commune, officer: Person) -> None:
    """The lists of the town hall, one more that it looks at, and the report of a month."""
    for kind in (ASSOCIATIONS, FACILITIES, ASSOCIATIONS):
        draft = directory.begin(commune, officer, kind, io.BytesIO("Nom\nÀ tout âge\n".encode()), "liste.csv")
        if not kind.model._default_manager.filter(commune=commune).exists():
            directory.carry_out(draft.pk, commune, officer)
    file = default_storage.save("reports/month.pdf", ContentFile(b"%PDF-1.7"))
    Report.objects.create(commune=commune, month=timezone.localdate().replace(day=1), file=file)
