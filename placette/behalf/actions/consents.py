"""A resident without a screen is recorded with her consent, and says anew what she lets be done."""

from collections.abc import Collection
from datetime import timedelta

from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.utils import timezone

from placette.behalf import opened
from placette.behalf.actions import buying, riding
from placette.notices.actions import see
from placette.people.actions import joining, trust
from placette.people.models import Consent, Holder, Membership, Person, Scope
from placette.places.models import Commune
from placette.trust import trail

from .ending import Over, close_consent, locked

ANOTHER = "another"
SENT_TWICE_WITHIN = timedelta(minutes=1)


class Known(Exception):
    """People of this name are there already; holds them."""

    def __init__(self, people: list[Person]) -> None:
        super().__init__()
        self.people = people


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
    that she is ANOTHER, or, at the counter alone, by her number which of them she is: who trusted an ambassador may
    trust her town hall as well. Raises Over where that one has just taken her account over.
    """
    Person.objects.select_for_update(no_key=True).get(pk=by.pk)  # a form sent twice waits for its first
    known = [] if which == ANOTHER else _carried(commune, first_name, last_name)
    if known:
        if not which and (sent := _just_noted(known, holder, by)):
            return sent
        same = next((each for each in known if str(each.pk) == which), None)
        if same is None or holder != Holder.TOWN_HALL:
            raise Known(known)
        return _trusted_as_well(same, commune, by, how, scopes)
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


def _carried(commune: Commune, first_name: str, last_name: str) -> list[Person]:
    same = Person.objects.filter(email__isnull=True, memberships__commune=commune)
    return list(same.filter(first_name__iexact=first_name, last_name__iexact=last_name).order_by("pk"))


def _just_noted(people: Collection[Person], holder: str, by: Person) -> Consent | None:
    hers = Consent.objects.filter(person__in=people, ended_at__isnull=True, holder=holder, recorded_by=by)
    return hers.filter(at__gte=timezone.now() - SENT_TWICE_WITHIN).first()


def _trusted_as_well(
    person: Person, commune: Commune, by: Person, how: str, scopes: Collection[str]
) -> Consent:
    if locked(person.pk) is None:
        raise Over
    hers = Consent.objects.filter(person=person, ended_at__isnull=True, holder=Holder.TOWN_HALL)
    return hers.first() or _given(person, commune, by, Holder.TOWN_HALL, how, scopes, None)


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
    as well. What she no longer lets be bought is given back, and no place is looked for that she no longer lets be asked.
    The caller has asked rules.may_act, and whether `to` is an ambassador there.

    Raises Over where she took it back, or her account into her own hands, a moment ago.
    """
    person = locked(consent.person_id)
    stands = Consent.objects.select_for_update(no_key=True).filter(pk=consent.pk, ended_at=None)
    if person is None or not stands:
        raise Over
    holder, whom = (Holder.AMBASSADOR, to) if to else (Holder(consent.holder), consent.to)
    for before in Consent.objects.filter(person=person, holder=holder, to=whom, ended_at__isnull=True):
        close_consent(before, by)
        if Scope.BUYS not in scopes:
            buying.give_back(person, opened.by_the_same(before))
        if Scope.RIDES not in scopes:
            riding.give_back(person, opened.by_the_same(before))
    return _given(person, consent.commune, by, holder, how, scopes, whom)
