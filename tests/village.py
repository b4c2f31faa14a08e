"""A village in which something of everything has happened between two neighbours, and everybody who may come by."""

from collections.abc import Callable
from datetime import timedelta

from django.utils import timezone

from placette.behalf.tests.factories import carried_by
from placette.carpool.actions.meeting_points import add
from placette.carpool.crews.tests.factories import crew_of
from placette.carpool.standard.tests.asking import PartnerClient
from placette.carpool.tests.factories import shown_way_of, way_of
from placette.carpool.tests.rides import ride_of
from placette.civic.tests.factories import announcement_of, poll_of
from placette.civic.tests.reporting import idea_of, report_of
from placette.conversations.actions import post
from placette.groupbuys.actions import campaigns, quotes, reports
from placette.groupbuys.models import Thanks as PurchaseThanks
from placette.groupbuys.tests.collected import share_of, slot_of, succeeded
from placette.groupbuys.tests.factories import campaign_of
from placette.invitations.tests.campaigns import letters_to
from placette.listings.actions import agreements
from placette.listings.models import Thanks
from placette.listings.tests.factories import agreement_in, answer_to, listing_of
from placette.notices.models import Notice
from placette.people.models import Person, Role
from placette.people.tests.factories import ambassador_of, commune_of, officer_of, person_of
from placette.social.tests.factories import letter_of, reader_of
from placette.townhall.models import Association

COMMUNE = "31187"
# In everything that Jeanne and Karim write to each other or to their neighbours, and nowhere else.
THEIRS = "Mirabelline"


def _serving(name: str) -> Person:
    """An account with which one works: it has a role and is no resident."""
    person = person_of(name.title(), "Serin", lives_in=None)
    place = (
        {"community": commune_of().community} if name == "territory_officer" else {"commune": commune_of()}
    )
    Role.objects.create(person=person, name=name, **place)
    return person


COMERS: dict[str, Callable[[], Person | None]] = {
    "stranger": lambda: None,
    "neighbour": lambda: person_of("Lucien"),
    "ambassador": ambassador_of,
    "elected": lambda: _serving("elected"),
    "officer": officer_of,
    "territory_officer": lambda: _serving("territory_officer"),
    "social": reader_of,
    "operator": lambda: person_of("Camille", lives_in=None, is_operator=True),
}
# They work for a town hall, a community or the site: residents' exchanges are not theirs to read (decision 9).
OF_THE_MAIRIE = ("elected", "officer", "social", "territory_officer", "operator")


def numbers_of(jeanne: Person, karim: Person) -> dict[str, str]:
    """What has happened, and its number in an address, by the name that doors.toml gives it."""
    officer = officer_of()
    made = (
        _exchanged(jeanne, karim) | _driven(jeanne, karim) | _bought(jeanne, karim) | _said(jeanne, officer)
    )
    crew = crew_of(jeanne, karim, now=timezone.now(), name=f"Les écoliers de {THEIRS}")
    made |= {
        "announcement": announcement_of(officer).pk,
        "draft": announcement_of(officer, published=False).pk,
        "poll": poll_of(officer).pk,
        "draft poll": poll_of(officer, published=False).pk,
        "point": add(commune_of(), officer, "Place de la halle", (43.53, 1.23), "").pk,
        "association": Association.objects.create(
            commune=commune_of(), name="Chorale", key="name:chorale"
        ).pk,
        "crew": crew.pk,
        "companion": crew.members.get(person=karim).pk,
        "notice": Notice.objects.filter(person=jeanne).latest("pk").pk,
        "jeanne": jeanne.pk,
        "karim": karim.pk,
    }
    return {name: str(number) for name, number in made.items()}


def _exchanged(jeanne: Person, karim: Person) -> dict[str, object]:
    listing = listing_of(jeanne, title=f"Une échelle {THEIRS}", text=THEIRS)
    answer = answer_to(listing, karim, f"Je viens samedi, {THEIRS}")
    post(answer.conversation, jeanne, f"D’accord, {THEIRS}")
    agreement = agreement_in(answer, karim, note=f"Au portail de {THEIRS}")
    agreements.take("accept", agreement, jeanne)
    agreements.take("done", agreement, jeanne)
    agreement.refresh_from_db()
    thanks = Thanks.objects.create(agreement=agreement, author=karim, to=jeanne, text=f"Merci, {THEIRS}")
    return {
        "listing": listing.pk,
        "conversation": answer.conversation_id,
        "agreement": agreement.pk,
        "thanks": thanks.pk,
    }


def _said(jeanne: Person, officer: Person) -> dict[str, object]:
    """To the town hall, to its social service, and by the town hall for who has no screen."""
    return {
        "report": report_of(jeanne).pk,
        "idea": idea_of(jeanne).pk,
        "letter": letter_of(jeanne, THEIRS).pk,
        "carried": carried_by(officer).pk,
        "invited": letters_to("3 rue des Tilleuls", officer).pk,
        "role": ambassador_of().roles.get().pk,
    }


def _driven(jeanne: Person, karim: Person) -> dict[str, object]:
    way = way_of(jeanne, start_name=THEIRS, end_name=f"Gare de {THEIRS}")
    partners = PartnerClient()
    return {
        "trip": way.trip_id,
        "way": way.pk,
        "booking": ride_of(way, karim, state="agreed").pk,
        "partner": partners.booked(shown_way_of(jeanne, seats=1, start_name=THEIRS)).pk,
    }


def _bought(jeanne: Person, karim: Person) -> dict[str, object]:
    bought = succeeded(jeanne, {jeanne: 5, karim: 6}, title=f"Granulés {THEIRS}")
    asking = campaign_of(jeanne, title=f"Miel {THEIRS}", published=False)
    campaigns.publish(asking.pk, asks_for_interest=True)
    until = timezone.now() + timedelta(days=3)
    return {
        "purchase": bought.pk,
        "asking": asking.pk,
        "share": share_of(bought, karim).pk,
        "slot": slot_of(bought).pk,
        "quote": quotes.ask(asking.pk, jeanne, "Ruchers du Touch", "rucher@example.org", THEIRS, until).pk,
        "purchase thanks": PurchaseThanks.objects.create(
            campaign=bought, author=karim, to=jeanne, text=THEIRS
        ).pk,
        "purchase report": reports.report(bought, karim, "other", "Rien n’arrive").pk,
    }
