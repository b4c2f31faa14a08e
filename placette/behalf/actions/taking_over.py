"""A resident takes her account into her own hands: a code that she was handed, typed into a fresh account of her own."""

from datetime import timedelta

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.db import transaction
from django.db.models import CASCADE, ForeignObjectRel
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from placette.people.actions import trust
from placette.people.models import Consent, Membership, Person, TakeOver
from placette.trust import trail

from .ending import Over, locked

CODE_LIFE = timedelta(days=30)
SALT = "behalf.take_over"
# The rooms of what every account has from its first minute: its keys, and what it was told.
OF_ANY_ACCOUNT = {"account", "mfa", "socialaccount", "notices"}


class Refusal(Exception):
    """Why it cannot be, and what to do, in words for her."""


@transaction.atomic
def issue(consent: Consent, by: Person) -> str:
    """A new single-use code, shown this once: « ABCD-EFGH-JKM ». The one before stops working.

    Raises Over where her consent has ended, or she is back, since the page was shown.
    """
    stands = Consent.objects.filter(pk=consent.pk, ended_at=None)
    if locked(consent.person_id) is None or not stands.exists():
        raise Over
    code = trust.new_code()
    facts = {"code_hash": _hash(code), "issued_by": by, "expires_at": timezone.now() + CODE_LIFE}
    TakeOver.objects.update_or_create(person=consent.person, defaults=facts)
    trail.record("carried.code", by, commune=consent.commune_id, person=consent.person)
    return code


@transaction.atomic
def take_over(typed: str, account: Person) -> Person:
    """The carried account gets the keys of the fresh one, which goes: e-mail, password, applications, providers.

    Every consent ends: from now on she acts herself. Passkeys stay behind, since a passkey names its account; the caller
    leads her to make one anew. Raises Refusal for a code that is unknown or too old, and for an account that is in use.
    """
    person, found = _behind(typed)
    if person is None or found is None or found.expires_at < timezone.now():
        raise Refusal(_("Ce code n’est pas connu, ou il a plus de trente jours. Demandez-en un autre."))
    if _is_in_use(account):
        raise Refusal(
            _(
                "Ce compte a déjà servi. Déconnectez-vous, créez un compte avec une autre adresse, puis entrez le code."
            )
        )
    for consent in Consent.objects.select_for_update(no_key=True).filter(person=person, ended_at=None):
        consent.ended_at = timezone.now()
        consent.save(update_fields=["ended_at"])
    email, password, language = account.email, account.password, account.language
    EmailAddress.objects.filter(user=account).update(user=person)
    SocialAccount.objects.filter(user=account).update(user=person)
    kept = Authenticator.objects.filter(user=account).exclude(type=Authenticator.Type.WEBAUTHN)
    kept.update(user=person)
    account.delete()
    person.email, person.password, person.language = email, password, language
    person.save(update_fields=["email", "password", "language"])
    home = Membership.objects.filter(person=person).values_list("commune", flat=True).first()
    trail.record("carried.taken_over", person, commune=home, person=person)
    found.delete()
    return person


def _behind(typed: str) -> tuple[Person | None, TakeOver | None]:
    """Her row is locked before the code, as where a consent ends."""
    hash_ = _hash(typed)
    hers = TakeOver.objects.filter(code_hash=hash_).values_list("person", flat=True).first()
    person = locked(hers) if hers else None
    return person, TakeOver.objects.select_for_update().filter(code_hash=hash_, person=person).first()


def _is_in_use(account: Person) -> bool:
    """An operator's; or something would go with it, in any room of today or to come: a trip, an annonce, a letter, a role
    that has ended. One query for each of these tables.
    """
    if account.is_operator:
        return True
    relations = [
        each for each in Person._meta.get_fields(include_hidden=True) if isinstance(each, ForeignObjectRel)
    ]
    return any(
        each.related_model._base_manager.filter(**{each.field.name: account}).exists()
        for each in relations
        if each.on_delete is CASCADE and each.related_model._meta.app_label not in OF_ANY_ACCOUNT
    )


def forget_old() -> int:
    """Codes that nobody used in time. How many went."""
    gone, _by_kind = TakeOver.objects.filter(expires_at__lt=timezone.now()).delete()
    return gone


def _hash(code: str) -> str:
    return salted_hmac(SALT, trust.as_kept(code), algorithm="sha256").hexdigest()
