"""What two neighbours have done together: something of everything, in words that are nowhere else."""

from datetime import timedelta
from decimal import Decimal

from django.utils import timezone

from placette.carpool import sharing
from placette.carpool.actions import calendar_address
from placette.carpool.crews import invitations as of_crews
from placette.carpool.crews.tests.factories import crew_of
from placette.carpool.standard.tests.asking import PartnerClient
from placette.carpool.tests.factories import shown_way_of, way_of
from placette.carpool.tests.rides import ride_of
from placette.conversations.actions import join, post
from placette.groupbuys import invitations, joining, supplier_keys
from placette.groupbuys.actions import campaigns, payments, quotes, reports
from placette.groupbuys.collecting.actions import choosing
from placette.groupbuys.models import Campaign, Payment
from placette.groupbuys.models import Thanks as PurchaseThanks
from placette.groupbuys.pricing import Step
from placette.groupbuys.tests.collected import share_of, slot_of, succeeded
from placette.groupbuys.tests.factories import campaign_of, product_of
from placette.listings.actions import agreements
from placette.listings.models import Thanks
from placette.listings.tests.factories import agreement_in, answer_to, listing_of, request_of
from placette.notices.by_mail import links
from placette.notices.mails import DIGEST, stop_url
from placette.notices.models import Notice
from placette.people.actions import trust
from placette.people.models import Person

THEIRS = "Mirabelline"


def lived(jeanne: Person, karim: Person, newcomer: Person) -> dict[str, object]:
    """Its number or its whole address, by the name that named.py gives it."""
    crew = crew_of(jeanne, karim, now=timezone.now(), name=f"Les écoliers de {THEIRS}")
    made = _exchanged(jeanne, karim) | _driven(jeanne, karim) | _bought(jeanne, karim)
    return made | {
        "crew": crew.pk,
        "companion": crew.members.get(person=karim).pk,
        "to the crew": of_crews.address_of(crew.members.get(person=jeanne)),
        "jeanne": jeanne.pk,
        "karim": karim.pk,
        "vouch": trust.ask_for_vouches(newcomer.memberships.get()),
        "stop": stop_url(jeanne, DIGEST),
        "by mail": links.address(jeanne, "message.reply", int(str(made["conversation"]))),
        "notice": Notice.objects.filter(person=jeanne).latest("pk").pk,
    }


def _exchanged(jeanne: Person, karim: Person) -> dict[str, object]:
    listing = listing_of(jeanne, title=f"Une échelle {THEIRS}", text=THEIRS)
    answer = answer_to(listing, karim, f"Je viens samedi, {THEIRS}")
    post(answer.conversation, jeanne, f"D’accord, {THEIRS}")
    agreement = agreement_in(answer, karim, note=f"Au portail de {THEIRS}")
    agreements.take("accept", agreement, jeanne)
    agreements.take("done", agreement, jeanne)
    agreement.refresh_from_db()
    thanks = Thanks.objects.create(agreement=agreement, author=karim, to=jeanne, text=f"Merci, {THEIRS}")
    Thanks.objects.create(agreement=agreement, author=jeanne, to=karim, text=f"Au plaisir, {THEIRS}")
    days_ago = timezone.now() - timedelta(days=4)
    return {
        "listing": listing.pk,
        "conversation": answer.conversation_id,
        "agreement": agreement.pk,
        "thanks": thanks.pk,
        "unanswered": request_of(jeanne, title=f"Qui a un {THEIRS} ?", created_at=days_ago).pk,
        "shown listing": listing_of(karim, title="Des confitures", shown_to_town_hall=True).pk,
    }


def _driven(jeanne: Person, karim: Person) -> dict[str, object]:
    way = way_of(jeanne, start_name=THEIRS, end_name=f"Gare de {THEIRS}")
    booking = ride_of(way, karim, state="accepted")
    ridden = ride_of(way_of(karim, end_name=THEIRS), jeanne, state="accepted")
    for ride in (booking, ridden):
        for each in (jeanne, karim):
            join(ride.contact.conversation, each)
    ride_of(way_of(jeanne), karim, day=timezone.localdate() - timedelta(days=3))
    partners = PartnerClient()
    return {
        "trip": way.trip_id,
        "way": way.pk,
        "wanted way": way_of(jeanne, role="passenger", start_name=THEIRS).pk,
        "booking": booking.pk,
        "ridden": ridden.pk,
        "followed": sharing.address_of(booking, karim.pk),
        "calendar": calendar_address.open_address(karim).key,
        "partner": partners.booked(shown_way_of(jeanne, seats=1, start_name=THEIRS)).pk,
    }


def _bought(jeanne: Person, karim: Person) -> dict[str, object]:
    bought = succeeded(jeanne, {jeanne: 5, karim: 6}, title=f"Granulés {THEIRS}")
    share, slot = share_of(bought, karim), slot_of(bought)
    choosing.choose(share_of(bought, jeanne), slot.pk)
    payments.note(bought.pk, jeanne, share.pk, Payment.Kind.CASH, 1000, timezone.localdate())
    return _asked_for(jeanne) | {
        "purchase": bought.pk,
        "share": share.pk,
        "slot": slot.pk,
        "payment": Payment.objects.get(share=share).pk,
        "to the purchase": joining.address(bought),
        "purchase thanks": PurchaseThanks.objects.create(
            campaign=bought, author=karim, to=jeanne, text=THEIRS
        ).pk,
        "purchase report": reports.report(bought, karim, "other", "Rien n’arrive").pk,
    }


def _asked_for(jeanne: Person) -> dict[str, object]:
    """Without a price yet: a supplier has answered."""
    asking = campaign_of(jeanne, title=f"Miel {THEIRS}", published=False)
    campaigns.publish(asking.pk, asks_for_interest=True)
    now = timezone.now()
    until = now + timedelta(days=3)
    quote = quotes.ask(asking.pk, jeanne, "Ruchers du Touch", "rucher@example.org", THEIRS, until)
    page = supplier_keys.renew(quote)
    tiers = {product_of(asking).pk: [Step(Decimal(0), 900)]}
    told = ("Ruchers du Touch", False, "", "", None, timezone.localdate() + timedelta(days=60), "")
    quotes.send(quote, quotes.Answer(*told, tiers), {}, now)
    return {
        "asking": asking.pk,
        "quote": quote.pk,
        "supplier": page,
        "to organise": invitations.address_of(Campaign.objects.get(pk=asking.pk)),
    }
