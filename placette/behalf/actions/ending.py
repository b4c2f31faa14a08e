"""She takes a consent back, or leaves altogether; and a consent ends by itself where its holder may no longer act."""

from collections.abc import Collection

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from placette.behalf import opened, rules
from placette.behalf.actions import buying, riding
from placette.carpool.models import Trip
from placette.conversations.models import Participant
from placette.listings.actions import annonces
from placette.listings.models import Listing
from placette.notices import actions as notices
from placette.people.models import Consent, Person, TakeOver
from placette.people.queries import officers_of
from placette.people.reading import in_force
from placette.trust import trail


class Over(Exception):
    """Meanwhile the consent has ended, or she has an account of her own."""


@transaction.atomic
def end(consent: Consent, by: Person | None) -> None:
    """From now on nothing is done in her name by it, and what was posted by it leaves the square: nobody would answer
    for her. What she takes in purchases that are still open is given back, and drivers read that she does not come. Twice is
    once. `by`: None where it ends by itself.
    """
    locked(consent.person_id)
    hers = Consent.objects.select_for_update(no_key=True, of=("self",)).select_related("person")
    current = hers.filter(pk=consent.pk, ended_at=None).first()
    if current is None:
        return
    close_consent(current, by)
    TakeOver.objects.filter(person=current.person).delete()  # its code would open her account to who kept it
    others = in_force().filter(person=current.person).exists()
    posted = opened.listings(current) if others else Listing.objects.filter(author=current.person)
    for listing in posted.filter(state=Listing.State.ACTIVE):
        annonces.close(listing)
    same = opened.by_the_same(current) if others else None
    buying.give_back(current.person, same)
    riding.give_back(current.person, same)


@transaction.atomic
def leave(consent: Consent, by: Person) -> bool:
    """Her account, her annonces, her consents and what neighbours were told of them go; what she wrote to others stays
    theirs, under no name. Where somebody else still acts for her, one helper ends only her own consent: False then.

    Raises Over where it was ended, or she has taken her account over, meanwhile.
    """
    person = locked(consent.person_id)
    told = _others_who_act(consent)
    # Whoever is acting for her has done so before this goes on.
    stand = list(
        Consent.objects.select_for_update(no_key=True).filter(person=consent.person_id, ended_at=None)
    )
    if person is None or consent not in stand:
        raise Over
    if not rules.may_erase(consent):
        end(consent, by)
        return False
    trail.record("carried.erased", by, commune=consent.commune_id)
    buying.give_back(person)
    rides = riding.who_drives(person)
    riding.give_back(person)
    forget_told([person.pk])
    person.delete()
    riding.tell_she_left(rides)
    page = reverse("behalf:people", query={"commune": consent.commune_id})
    notices.notify(told, "for_carried", page, f"carried:erased:{consent.pk}", event="erased")
    return True


def _others_who_act(consent: Consent) -> list[int]:
    """The ambassadors for whom it is over with her: they are told so, and nothing of her."""
    others = in_force().filter(person=consent.person_id, to__isnull=False).exclude(to=consent.to_id)
    return list(others.values_list("to_id", flat=True))


def forget_told(people: Collection[int]) -> None:
    """Erases the notices that say their names. Five statements, whatever their number."""
    listings = Listing.objects.filter(author__in=people).values_list("pk", flat=True)
    trips = Trip.objects.filter(author__in=people).values_list("pk", flat=True)
    told = Participant.objects.filter(person__in=people).values_list("conversation", flat=True)
    given = list(Consent.objects.filter(person__in=people).values_list("pk", flat=True))
    pages = [
        *(reverse("people:profile", args=[pk]) for pk in people),
        *(reverse("listings:detail", args=[pk]) for pk in listings),
        *(reverse("carpool:trip", args=[pk]) for pk in trips),
        *(reverse("conversations:thread", args=[pk]) for pk in told),
        *(reverse("behalf:one", args=[pk]) for pk in given),
    ]
    notices.erase(pages, [_alone(pk) for pk in given])


def _alone(consent_id: int) -> str:
    """The key of what the town hall is told where nobody acts for her any more: it leads to its list, which is nobody's."""
    return f"carried:alone:{consent_id}"


def lapsed() -> list[int]:
    """Consents to those who are ambassadors there no longer: nobody would hear of what is answered."""
    stand = Consent.objects.filter(ended_at=None).exclude(pk__in=in_force().values("pk"))
    return list(stand.order_by("pk").values_list("pk", flat=True))


@transaction.atomic
def end_lapsed(consent_id: int) -> bool:
    """Unless it serves again, or has ended, meanwhile. Where nobody else acts for her the town hall is told that she is
    alone, so that somebody looks after her.
    """
    consent = Consent.objects.select_related("person").filter(pk=consent_id).first()
    if consent is None:
        return False
    locked(consent.person_id)
    stands = Consent.objects.select_for_update(no_key=True).filter(pk=consent_id, ended_at=None)
    if not stands or in_force().filter(pk=consent_id).exists():
        return False
    end(consent, None)
    if not in_force().filter(person=consent.person_id).exists():
        notices.notify(
            officers_of(consent.commune_id).values_list("pk", flat=True),
            "for_carried",
            reverse("behalf:people", query={"commune": consent.commune_id}),
            _alone(consent.pk),
            event="alone",
            name=consent.person.display_name,
        )
    return True


def locked(person_id: int) -> Person | None:
    """Before her consents, whatever is done with them; None for who has an account of her own."""
    hers = Person.objects.select_for_update(no_key=True).filter(pk=person_id)
    person = hers.first()
    return person if person and person.is_carried else None


def close_consent(consent: Consent, by: Person | None) -> None:
    """Of one that the caller has locked."""
    consent.ended_at = timezone.now()
    consent.save(update_fields=["ended_at"])
    trail.record(
        "consent.ended", by, commune=consent.commune_id, person=consent.person, holder=consent.holder
    )
