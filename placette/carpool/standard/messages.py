"""What partners' users write to residents: kept for a while, told at once, answered by the way that it gives."""

from placette.carpool.models import Partner, PartnerBooking, PartnerMessage, Way
from placette.carpool.standard import ids, notices, objects, queries
from placette.carpool.standard.access import HOUR, MESSAGES, Refused, count
from placette.carpool.standard.schemas import MessageIn
from placette.core.text import one_line
from placette.people.models import Person


def receive(partner: Partner, data: MessageIn) -> None:
    """Refused (404) where the resident or the journey is no more; 401 where the sender is not the partner's."""
    if data.from_.operator.lower() != partner.operator:
        raise Refused(401, "The sender is not of the operator of this key.")
    count(f"standard:messages:{partner.pk}", MESSAGES, HOUR)
    person = _recipient(partner, data)
    text = one_line(data.message)
    if not text:
        raise Refused(400, "message: there is nothing to read.")
    message = PartnerMessage.objects.create(
        partner=partner,
        person=person,
        booking=_booking(partner, person, data),
        way=_way(person, data),
        other_alias=data.from_.alias[:60],
        text=text,
    )
    notices.tell_message(message)


def keep(booking: PartnerBooking, text: str) -> None:
    """What came with a change of status; that one is told, so this is not."""
    if said := one_line(text):
        PartnerMessage.objects.create(
            partner=booking.partner,
            person=booking.resident,
            booking=booking,
            way=booking.way,
            other_alias=booking.other_alias,
            text=said,
        )


def _recipient(partner: Partner, data: MessageIn) -> Person:
    number = ids.person(data.to.id) if data.to.operator.lower() == objects.operator() else None
    person = Person.objects.filter(pk=number, is_active=True).first() if number else None
    if person is None or not queries.has_business_with(person.pk, partner.pk):
        raise Refused(404, "missing_user")
    return person


def _booking(partner: Partner, person: Person, data: MessageIn) -> PartnerBooking | None:
    if data.bookingId is None:
        return None
    found = PartnerBooking.objects.filter(
        pk=data.bookingId, partner=partner, way__trip__author=person
    ).first()
    if found is None:
        raise Refused(404, "missing_booking")
    return found


def _way(person: Person, data: MessageIn) -> Way | None:
    """Of the resident's journey; the other's is the partner's to know."""
    drives = data.recipientCarpoolerType == "DRIVER"
    named = data.driverJourneyId if drives else data.passengerJourneyId
    if named is None:
        return None
    journey = ids.journey(named)
    found = (
        Way.objects.filter(pk=journey.way, role=journey.role, trip__author=person).first()
        if journey
        else None
    )
    if found is None:
        raise Refused(404, "missing_journey")
    return found
