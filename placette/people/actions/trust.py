"""How residence is proved: by a code, by two neighbours, by the town hall. Only the result is kept."""

import hashlib
import hmac
import secrets
from collections.abc import Iterable
from datetime import timedelta

from django.conf import settings
from django.core.cache import cache
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from placette.people import events
from placette.people.models import (
    VOUCHES_NEEDED,
    ActivationCode,
    Membership,
    Person,
    Verification,
    Vouch,
    VouchRequest,
)
from placette.places.models import Commune

ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"  # none that is taken for another; 30 signs
CODE_LENGTH = 11  # 54 bits
CODE_LIFE = timedelta(days=90)
VOUCHES_A_MONTH = 5
COUNTER_LIFE = 30 * 60  # seconds


class Refusal(Exception):
    """Why it cannot be, in words for the person."""


def issue_code(commune: Commune, address: str, by: Person) -> str:
    """A new single-use code for an address, shown this once: « ABCD-EFGH-JKM »."""
    code = new_code()
    keep_codes(commune, [(code, address)], by)
    return code


def new_code() -> str:
    """Not known to us until it is kept."""
    code = "".join(secrets.choice(ALPHABET) for _ in range(CODE_LENGTH))
    return in_groups(code)


def in_groups(code: str) -> str:
    """« ABCDEFGHJKM » as a letter shows it: « ABCD-EFGH-JKM »."""
    return "-".join((code[:4], code[4:8], code[8:]))


def as_kept(typed: str) -> str:
    """« abcd-efgh jkm » as it is hashed: letters and digits alone."""
    return "".join(sign for sign in typed.upper() if sign.isalnum())


def keep_codes(
    commune: Commune, letters: Iterable[tuple[str, str]], by: Person | None
) -> list[ActivationCode]:
    """From now on each of these codes opens; what is kept of it is a hash. Code and address; one statement."""
    expires_at = timezone.now() + CODE_LIFE
    return ActivationCode.objects.bulk_create(
        [
            ActivationCode(
                commune=commune,
                code_hash=_hash(as_kept(code)),
                address=address,
                issued_by=by,
                expires_at=expires_at,
            )
            for code, address in letters
        ]
    )


@transaction.atomic
def redeem_code(membership: Membership, typed: str) -> Membership:
    """Verify a membership with a code, or the other one of the same person where the code is for that commune.

    Returns the one that it is for. Whatever races, a code serves once, and none is spent on who is verified.
    """
    _lock(membership.person_id)
    hers = Membership.objects.select_for_update().filter(person=membership.person_id).order_by("pk")
    by_commune = {each.commune_id: each for each in hers}
    codes = ActivationCode.objects.select_for_update()
    code = codes.filter(code_hash=_hash(as_kept(typed)), commune__in=by_commune).first()
    if code is None:
        raise Refusal(
            _("Ce code n’est pas connu pour votre commune. Vérifiez les lettres de votre courrier.")
        )
    membership = by_commune[code.commune_id]
    if membership.verified_at:
        return membership
    if code.issued_by_id == membership.person_id:
        raise Refusal(_("Vous avez préparé ce code avec ce même compte : demandez-en un à un·e collègue."))
    if code.used_at:
        raise Refusal(_("Ce code a déjà servi. Demandez-en un autre à votre mairie."))
    if code.expires_at < timezone.now():
        raise Refusal(_("Ce code a expiré. Demandez-en un autre à votre mairie."))
    code.used_at, code.used_by, code.address = timezone.now(), membership, ""
    code.save(update_fields=["used_at", "used_by", "address"])
    return _verify(membership, Verification.Route.CODE)


def ask_for_vouches(membership: Membership) -> str:
    """The token of a link to hand to neighbours; an older link stops working."""
    token = secrets.token_urlsafe(24)
    VouchRequest.objects.update_or_create(membership=membership, defaults={"token_hash": _hash(token)})
    return token


def membership_of(token: str) -> Membership | None:
    """Whose link this is; None where it is unknown or no longer needed."""
    return (
        Membership.objects.select_related("person", "commune")
        .filter(vouch_request__token_hash=_hash(token), verified_at__isnull=True)
        .first()
    )


@transaction.atomic
def vouch(membership: Membership, by: Person) -> Membership:
    """One neighbour stands surety; the second verifies. The caller has asked rules.may_vouch."""
    _lock(by.pk, membership.person_id)
    membership = Membership.objects.select_for_update().get(pk=membership.pk)
    month_ago = timezone.now() - timedelta(days=30)
    given = Vouch.objects.filter(by=by, at__gte=month_ago).exclude(membership=membership).count()
    if given >= VOUCHES_A_MONTH:
        raise Refusal(
            _(
                "Vous avez déjà donné votre parole cinq fois en un mois. Gardez ce lien et revenez dans quelques jours."
            )
        )
    Vouch.objects.get_or_create(membership=membership, by=by)
    if membership.vouches.count() >= VOUCHES_NEEDED and not membership.verified_at:
        return _verify(membership, Verification.Route.VOUCHED)
    return membership


def counter_code(membership: Membership) -> str:
    """Six digits that a newcomer reads out at the town hall's counter; they live half an hour."""
    known = cache.get(f"counter-of:{membership.pk}")
    if known:
        return str(known)
    while True:
        code = f"{secrets.randbelow(10**6):06d}"
        if cache.add(_counter_key(membership.commune_id, code), membership.pk, COUNTER_LIFE):
            cache.set(f"counter-of:{membership.pk}", code, COUNTER_LIFE - 60)
            return code


def at_the_counter(commune_code: str, code: str) -> Membership | None:
    """Who reads out this code in this commune."""
    pk = cache.get(_counter_key(commune_code, code.strip()))
    return (
        Membership.objects.select_related("person", "commune").filter(pk=pk, commune=commune_code).first()
        if pk
        else None
    )


@transaction.atomic
def confirm(membership: Membership, by: Person) -> Membership:
    """The town hall has seen a proof of residence. The caller has asked rules.may_confirm."""
    _lock(membership.person_id)
    return _verify(
        Membership.objects.select_for_update().get(pk=membership.pk), Verification.Route.TOWN_HALL, by
    )


def _lock(*people: int) -> None:
    """Before their memberships, as who moves or leaves does: whether her drives stand is said under the person's row."""
    list(Person.objects.select_for_update(no_key=True).filter(pk__in=people).order_by("pk").values_list("pk"))


def _verify(membership: Membership, route: str, by: Person | None = None) -> Membership:
    """Of a membership that the caller has locked: two proofs at once verify, and are told of, once."""
    Verification.objects.get_or_create(membership=membership, route=route, defaults={"by": by})
    if not membership.verified_at:
        membership.verified_at = timezone.now()
        membership.save(update_fields=["verified_at"])
        VouchRequest.objects.filter(membership=membership).delete()
        for listener in events.verified:
            listener(membership)
    return membership


def _hash(secret: str) -> str:
    """Keyed, so that a stolen table does not help to guess codes."""
    return hmac.new(
        settings.SECRET_KEY.encode(), f"placette.people:{secret}".encode(), hashlib.sha256
    ).hexdigest()


def _counter_key(commune_code: str, code: str) -> str:
    return f"counter:{commune_code}:{code}"
