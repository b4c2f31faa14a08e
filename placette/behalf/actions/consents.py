"""A resident without a screen is recorded with her consent; she takes it back, or leaves altogether."""

from collections.abc import Collection
from datetime import timedelta

from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.utils import timezone

from placette.listings.actions import annonces
from placette.listings.models import Listing
from placette.notices.actions import see
from placette.people.actions import joining, trust
from placette.people.models import Consent, Holder, Membership, Person, TakeOver
from placette.places.models import Commune
from placette.trust import trail

SAME, ANOTHER = "same", "another"
SENT_TWICE_WITHIN = timedelta(minutes=1)


class Over(Exception):
    """The consent that this was to follow has ended meanwhile."""


class Known(Exception):
    """Somebody of this name is there already; holds her."""

    def __init__(self, person: Person) -> None:
        super().__init__()
        self.person = person


@transaction.atomic
def carry(
    commune: Commune,
    by: Person,
    *,
    first_name: str,
    last_name: str,
    holder: str,
    how: str,
    scopes: Collection[str],
    code: str = "",
    which: str = "",
) -> Consent:
    """An account without e-mail, verified, and her consent to the town hall or to the ambassador who records it.

    An officer has seen a proof of residence; an ambassador types the code of a letter that came to her. Raises
    trust.Refusal for a code that proves nothing, Known for a name that is carried here already, unless `which` says
    that she is another, or, at the counter alone, the same: who trusted an ambassador may trust her town hall as well.
    """
    Person.objects.select_for_update(no_key=True).get(pk=by.pk)  # a form sent twice waits for its first
    if which != ANOTHER and (known := _carried(commune, first_name, last_name)):
        hers = Consent.objects.filter(person=known, ended_at__isnull=True, holder=holder, recorded_by=by)
        if sent := hers.filter(at__gte=timezone.now() - SENT_TWICE_WITHIN).first():
            return sent
        if which != SAME or holder != Holder.TOWN_HALL:
            raise Known(known)
        given = Consent.objects.filter(person=known, ended_at__isnull=True, holder=holder).first()
        return given or _given(known, commune, by, holder, how, scopes, None)
    person = Person.objects.create(
        email=None, first_name=first_name, last_name=last_name, password=make_password(None)
    )
    membership = joining.join(person, commune, Membership.Purpose.HOME)
    if holder == Holder.TOWN_HALL:
        trust.confirm(membership, by)
    else:
        trust.redeem_code(membership, code)
    see(person)  # she sits at the counter: nobody has to tell her
    to = None if holder == Holder.TOWN_HALL else by
    return _given(person, commune, by, holder, how, scopes, to)


def _carried(commune: Commune, first_name: str, last_name: str) -> Person | None:
    same = Person.objects.filter(email__isnull=True, memberships__commune=commune)
    return same.filter(first_name__iexact=first_name, last_name__iexact=last_name).first()


def _given(
    person: Person,
    commune: Commune,
    by: Person,
    holder: str,
    how: str,
    scopes: Collection[str],
    to: Person | None,
) -> Consent:
    consent = Consent.objects.create(
        person=person,
        commune=commune,
        holder=holder,
        to=to,
        how=how,
        recorded_by=by,
        **dict.fromkeys(scopes, True),
    )
    facts = {"holder": holder, "how": how, "scopes": ", ".join(sorted(scopes))}
    trail.record("consent.given", by, commune=commune, person=person, **facts)
    return consent


@transaction.atomic
def give(
    consent: Consent, by: Person, *, how: str, scopes: Collection[str], to: Person | None = None
) -> Consent:
    """She says anew what she lets be done: by the same, whose consent of before ends, or, with `to`, by an ambassador
    as well. The caller has asked rules.may_act, and whether `to` is an ambassador there.
    """
    person = Person.objects.select_for_update(no_key=True).get(pk=consent.person_id)
    stands = Consent.objects.filter(pk=consent.pk, ended_at=None, person__email=None)
    if not stands.exists():  # she took it back, or her account into her own hands, a moment ago
        raise Over
    holder, whom = (Holder.AMBASSADOR, to) if to else (Holder(consent.holder), consent.to)
    for before in Consent.objects.filter(person=person, holder=holder, to=whom, ended_at__isnull=True):
        _end(before, by)
    return _given(person, consent.commune, by, holder, how, scopes, whom)


@transaction.atomic
def end(consent: Consent, by: Person) -> None:
    """From now on nothing is done in her name by it. With her last consent her annonces leave the square: nobody would
    answer for her. Twice is once.
    """
    current = Consent.objects.select_for_update(of=("self",)).select_related("person").get(pk=consent.pk)
    if current.ended_at:
        return
    _end(current, by)
    TakeOver.objects.filter(person=current.person).delete()  # its code would open her account to who kept it
    if not Consent.objects.filter(person=current.person, ended_at__isnull=True).exists():
        for listing in Listing.objects.filter(author=current.person, state=Listing.State.ACTIVE):
            annonces.close(listing)


def _end(consent: Consent, by: Person) -> None:
    consent.ended_at = timezone.now()
    consent.save(update_fields=["ended_at"])
    trail.record(
        "consent.ended", by, commune=consent.commune_id, person=consent.person, holder=consent.holder
    )


@transaction.atomic
def erase(consent: Consent, by: Person) -> None:
    """Her account, her annonces and her consents go; what she wrote to others stays theirs, under no name."""
    trail.record("carried.erased", by, commune=consent.commune_id)
    Person.objects.get(pk=consent.person_id, email__isnull=True).delete()
