"""Residents of Fonsorbes without a screen: two let the town hall act for them, one lets Karim, who is an ambassador."""

from datetime import timedelta

from django.utils import timezone

from placette.behalf.actions import acting, buying, consents, riding
from placette.carpool.actions.offering import offer_to
from placette.carpool.actions.ways import Direction
from placette.carpool.models import Way
from placette.carpool.riding import End
from placette.groupbuys.actions.wishes import Wish
from placette.groupbuys.models import Product
from placette.listings.actions import agreements, answering, calling
from placette.listings.models import CallNote, Listing
from placette.listings.queries.unanswered import waiting
from placette.people.actions.trust import issue_code
from placette.people.models import Consent, Holder, Person, Role, Scope
from placette.people.standing import standing_of
from placette.places.models import Commune

from . import accounts
from .chance import DAYS, Chance

ASKS = {
    "Odette Lacaze": ("Changer une ampoule au plafond", "Je ne monte plus sur l’escabeau. L’après-midi, c’est parfait.", "help"),
    "Marcel Dutil": ("Quelqu’un pour lire le courrier", "Une demi-heure par semaine, mes yeux ne suivent plus.", "help"),
    "Fernande Bousquet": ("Rentrer mon bois avant le froid", "Deux stères devant le garage. Il y aura du café.", "help"),
}  # fmt: skip


def act_for_them(chance: Chance) -> int:
    """Returns how many there are."""
    commune = Commune.objects.get(code="31187")
    officer, karim, jeanne = (
        Person.objects.get(email=each.email)
        for each in (accounts.OFFICER, accounts.SECOND, accounts.RESIDENT)
    )
    since = chance.now - timedelta(days=DAYS / 2)
    Role.objects.create(person=karim, name=Role.Name.AMBASSADOR, commune=commune, since=since)
    for name, (title, text, kind) in ASKS.items():
        first_name, last_name = name.split()
        by = karim if first_name == "Fernande" else officer
        consent = consents.carry(
            commune, by, first_name=first_name, last_name=last_name, how="oral", scopes=Scope.values,
            holder=Holder.AMBASSADOR if by == karim else Holder.TOWN_HALL,
            code=issue_code(commune, "", officer) if by == karim else "",
        )  # fmt: skip
        listing = acting.post(
            consent, by, None, direction=Listing.Direction.REQUEST, kind=kind, category="other", title=title,
            text=text, audience="commune",
        )  # fmt: skip
        if first_name == "Odette":
            answer = answering.answer(listing, jeanne, "Mon petit-fils passe mardi, il le fera volontiers.")
            acting.write(consent, by, answer.conversation, "Mardi lui va très bien, merci !", None)
            facts = {"what": listing.title, "starts_at": None, "ends_at": None, "price_cents": 0, "note": ""}
            agreements.propose(answer, jeanne, **facts)
            _warm_herself(consent, by)
            _to_the_doctor(consent, by, karim)
    _call(chance, karim)
    return len(ASKS)


def _warm_herself(consent: Consent, officer: Person) -> None:
    """Half a tonne of pellets, at whatever tier."""
    pellets = Product.objects.filter(campaign__shown_to_town_hall=True, campaign__state="open").first()
    if pellets:
        wishes = [Wish(pellets.pk, pellets.minimum, None)]
        buying.pledge(consent, officer, pellets.campaign_id, wishes)


def _to_the_doctor(consent: Consent, officer: Person, driver: Person) -> None:
    """There and home again, in three days; a neighbour offers the way there."""
    end = Commune.objects.filter(code="31395").first()
    if end is None or end.latitude is None or consent.commune.latitude is None:
        return
    here, there = (
        End(each.name, (each.latitude or 0.0, each.longitude or 0.0)) for each in (consent.commune, end)
    )
    day = timezone.localdate() + timedelta(days=3)
    out = Direction(here, there, 9 * 3600 + 1800, 1800, on=day)
    back = Direction(there, here, 11 * 3600 + 1800, 3600, on=day, direction=Way.Direction.BACK)
    note = "Chez le médecin, avec une canne. Je me tiens prête devant chez moi."
    trip = riding.ask(consent, officer, [out, back], seats=1, audience="community", note=note)
    way = trip.ways.select_related("trip__author", "trip__deed__consent").order_by("pk")[0]
    offer_to(way, day, driver, standing_of(driver))


def _call(chance: Chance, ambassador: Person) -> None:
    """Some of what waits longest has been taken up."""
    requests = waiting(standing_of(ambassador))[:3]
    for listing, done in zip(requests, (CallNote.Done.CALLED, CallNote.Done.FOUND), strict=False):
        calling.note(listing, ambassador, done)
