"""Who drives where: 120 trips around Fonsorbes to work and to market, some of which fit those of the demo's accounts."""

from datetime import timedelta

from django.utils import timezone

from placette.carpool.actions import bookings, meeting_points, trips
from placette.carpool.actions.offering import offer_to
from placette.carpool.actions.ways import Direction
from placette.carpool.models import Area, Booking, Contact, Trip, Way
from placette.carpool.riding import End, terms
from placette.people.models import Membership, Person
from placette.people.standing import standing_of
from placette.places.models import Commune

from . import accounts
from .chance import Chance

TRIPS = 120
# Where people of the six communes work and shop, by INSEE code, and how often.
TOWARDS = {"31555": 52, "31395": 18, "31149": 18, "31069": 12}
FROM = ("31187", "31499", "31526", "31187", "31202", "31188", "31424")
NOTES = (
    "", "", "", "Je m’arrête volontiers à la gare.", "Départ devant la mairie.", "Retour possible le soir même.",
    "Voiture non-fumeur, musique douce.", "Je passe par la rocade ouest.", "Chien tranquille à bord.",
)  # fmt: skip
# Invented: by INSEE code, the name, degrees north and east of the commune's middle, how one finds it.
POINTS = (
    ("31187", "Place de l’église", 0.0006, 0.0012, "devant la halle, 4 places"),
    ("31187", "Arrêt de bus du Trépadé", 0.0040, 0.0085, "sous l’abribus, côté Toulouse"),
    ("31187", "Parking du stade", -0.0045, 0.0030, "à l’entrée, près des vélos"),
    ("31499", "Halte de la bastide", 0.0010, 0.0020, "sous les arcades"),
    ("31424", "Parking du lac", 0.0030, 0.0060, "3 places réservées, au fond"),
    ("31202", "Rond-point de la Saudrune", 0.0020, 0.0050, "le parking en herbe, juste après"),
)  # fmt: skip
WORKING_DAYS = 0b0011111


def open_points() -> int:
    """The town halls' meeting points; returns how many there are."""
    communes = Commune.objects.in_bulk({code for code, *_ in POINTS})
    officer = Person.objects.get(email=accounts.OFFICER.email)
    for code, name, north, east, note in POINTS:
        if commune := communes.get(code):
            latitude, longitude = _end(commune).point
            meeting_points.add(commune, officer, name, (latitude + north, longitude + east), note)
    return Area.objects.filter(kind=Area.Kind.MEETING).count()


def post_trips(chance: Chance, memberships: list[Membership]) -> int:
    """The trips, and what Jeanne and Karim have agreed on; returns how many trips there are."""
    communes = Commune.objects.in_bulk({*TOWARDS, *FROM, *(each.commune_id for each in memberships)})
    ours = {each.email for each in accounts.ALL}
    drivers = [
        each for each in memberships
        if each.verified_at and each.commune_id in communes and each.person.email not in ours
    ]  # fmt: skip
    today = timezone.localdate(chance.now)
    chosen = chance.draw.sample(drivers, min(TRIPS, len(drivers)))
    for membership in chosen:
        here = communes[membership.commune_id]
        there = communes.get(chance.draw.choices(list(TOWARDS), weights=list(TOWARDS.values()))[0])
        if there is None or there == here:
            continue
        weekly = chance.likely(0.7)
        clock = chance.draw.choice((6, 7, 7, 8, 8, 9)) * 3600 + chance.draw.choice((0, 15, 30, 45)) * 60
        when = (
            {
                "weekdays": chance.draw.choice((WORKING_DAYS, WORKING_DAYS, 0b0001011, 0b0010100, 0b0000111)),
                "first_day": today,
            }
            if weekly
            else {"on": today + timedelta(days=chance.draw.randint(1, 12))}
        )
        flexible = chance.draw.choice((0, 900, 900, 1800))
        out = Direction(_end(here), _end(there), clock, flexible, **when)  # type: ignore[arg-type]
        back = Direction(
            _end(there),
            _end(here),
            clock + 9 * 3600 + 1800,
            flexible,
            **when,
            direction=Way.Direction.BACK,  # type: ignore[arg-type]
        )
        drives = chance.likely(0.75)
        trips.create(
            membership.person, membership, [out, back] if weekly else [out],
            role=Trip.Role.DRIVER if drives else Trip.Role.PASSENGER,
            seats=chance.draw.choice((1, 2, 3, 3)) if drives else 1,
            note=chance.draw.choice(NOTES), audience="community",
            preferences=chance.draw.sample(Trip.Preference.values, chance.draw.choice((0, 1, 1, 2))),
            created_at=chance.moment(60), shown_to_partners=weekly and drives and chance.likely(0.3),
        )  # fmt: skip
    _of_the_accounts(chance, communes)
    return Trip.objects.count()


def _of_the_accounts(chance: Chance, communes: dict[str, Commune]) -> None:
    """Karim drives to Toulouse every working day; Jeanne looks for a ride there, rode along before and will again."""
    jeanne, karim = (Person.objects.get(email=each.email) for each in (accounts.RESIDENT, accounts.SECOND))
    fonsorbes, toulouse = communes["31187"], communes["31555"]
    on_the_way = (_end(communes["31424"]),)
    today = timezone.localdate(chance.now)
    first = today - timedelta(days=30)
    directions = [
        Direction(_end(fonsorbes), _end(toulouse), 7 * 3600 + 2700, 900, weekdays=WORKING_DAYS, first_day=first,
            stops=on_the_way,
        ),
        Direction(
            _end(toulouse), _end(fonsorbes), 17 * 3600 + 1800, 900, weekdays=WORKING_DAYS, first_day=first,
            direction=Way.Direction.BACK, stops=on_the_way,
        ),
    ]  # fmt: skip
    drive = trips.create(
        karim, _membership(karim), directions, role=Trip.Role.DRIVER, seats=3, audience="community",
        note="Je pars de la place de l’église.", preferences=["talk", "no_smoking"],
    )  # fmt: skip
    tuesday = today + timedelta(days=(1 - today.weekday()) % 7 or 7)
    wish = trips.create(
        jeanne, _membership(jeanne),
        [Direction(_end(fonsorbes), _end(toulouse), 8 * 3600, 3600, on=tuesday)],
        role=Trip.Role.PASSENGER, seats=1, audience="community", note="Pour un rendez-vous à l’hôpital.",
    )  # fmt: skip
    offer_to(wish.ways.select_related("trip__author").get(), tuesday, karim, standing_of(karim))
    out = drive.ways.select_related("trip__author").get(direction=Way.Direction.OUT)
    agreed = terms(out, tuesday + timedelta(days=2), _end(fonsorbes), _end(toulouse))
    booking = bookings.ask(
        drive,
        out,
        jeanne,
        jeanne,
        agreed,
        text="Bonjour Karim, une place jeudi ?",
    )
    bookings.accept(booking, karim)
    _rode(booking, chance)


def _rode(booking: Booking, chance: Chance) -> None:
    """A ride of last week, which both have confirmed."""
    contact = Contact.objects.get(pk=booking.contact_id)
    day = booking.day - timedelta(days=14)
    out = booking.way
    agreed = terms(out, day, End(booking.pick_up_name, out.start), End(booking.drop_off_name, out.end))
    past = Booking.objects.create(
        contact=contact, way=out, day=day, passenger=booking.passenger, asked_by=booking.passenger, state="accepted",
        pick_up_name=booking.pick_up_name, drop_off_name=booking.drop_off_name,
        pick_up_latitude=booking.pick_up_latitude, pick_up_longitude=booking.pick_up_longitude,
        drop_off_latitude=booking.drop_off_latitude, drop_off_longitude=booking.drop_off_longitude,
        pick_up_at=agreed.pick_up_at, drop_off_at=agreed.drop_off_at, boards_after=agreed.boards,
        leaves_after=agreed.leaves, road=agreed.road, share_cents=booking.share_cents,
        asked_at=chance.moment(20, 16), decided_at=chance.moment(16, 15),
    )  # fmt: skip
    bookings.report(past, booking.passenger, took_place=True, would_have_driven=True)
    bookings.report(past, out.trip.author, took_place=True)


def _membership(person: Person) -> Membership:
    return person.memberships.select_related("commune").order_by("purpose").first()  # type: ignore[return-value]


def _end(commune: Commune) -> End:
    return End(commune.name, (commune.latitude or 0.0, commune.longitude or 0.0))
