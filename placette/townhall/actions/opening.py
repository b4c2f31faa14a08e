"""An officer asks for her commune's space and proves to be one."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from placette.core import limits
from placette.core.mail import compose, deliver
from placette.notices.actions import notify
from placette.people.models import Membership, Person, Role
from placette.places.actions import open_space
from placette.places.models import Commune, Space
from placette.townhall import life, telling
from placette.townhall.models import Opening
from placette.trust import trail

CODE_LIFE = timedelta(days=7)  # somebody else may open the town hall's letter box
NOTE_LIFE = timedelta(days=30)
TRIES = 5
CODES_A_DAY = 3  # to one town hall
DAY = 86_400
State = Opening.State


class Refusal(Exception):
    """Why it cannot be and what to do, in words for the person."""


def ask(commune: Commune, person: Person, task: str, note: str, *, by_operator: bool = False) -> Opening:
    """Asks for the space: by a code sent to the town hall's own address, or, where there is none that she can read or
    the commune has had its trial, by the operator. Asking again sends a new code.
    """
    if Membership.objects.filter(person=person, commune=commune).exists():
        raise Refusal(
            _(
                "Ce compte est celui d’une habitante ou d’un habitant. Pour la mairie, créez un autre compte avec votre adresse professionnelle : vos échanges de voisinage restent à vous."
            )
        )
    if commune.is_open:
        raise Refusal(_("L’espace est déjà ouvert : demandez à vos collègues de vous donner un accès."))
    coded = bool(commune.town_hall_email) and not by_operator and life.may_try(commune)
    if coded and not limits.allow(f"opening:{commune.pk}", CODES_A_DAY, DAY):
        raise Refusal(
            _(
                "Trois codes sont déjà partis aujourd’hui vers cette adresse. Attendez demain, ou demandez à notre équipe."
            )
        )
    with transaction.atomic():
        Person.objects.select_for_update().get(pk=person.pk)
        asked, _fresh = Opening.objects.update_or_create(
            commune=commune,
            person=person,
            state__in=[State.CODE, State.QUEUED],
            defaults={
                "state": State.CODE if coded else State.QUEUED,
                "task": task, "note": note, "code_hash": "", "code_until": None, "tries": 0,
                "asked_at": timezone.now(),
            },
        )  # fmt: skip
        if coded:
            from placette.townhall import tasks

            tasks.send_code.defer(opening_id=asked.pk)
        else:
            notify(
                telling.operators(), "opening_asked", reverse("townhall:operator"), f"opening:{asked.pk}",
                commune=commune.name,
            )  # fmt: skip
    return asked


def send_code(pk: int) -> None:
    """Makes a code, keeps its hash, sends it. Another one sent before stops serving."""
    asked = Opening.objects.select_related("commune", "person").filter(pk=pk, state=State.CODE).first()
    if asked is None:
        return
    code = f"{secrets.randbelow(10**8):08d}"
    asked.code_hash, asked.code_until, asked.tries = _hash(asked.pk, code), timezone.now() + CODE_LIFE, 0
    asked.save(update_fields=["code_hash", "code_until", "tries"])
    facts = {
        "commune": asked.commune,
        "name": asked.person.get_full_name() or asked.person.email,
        "task": asked.task,
        "code": f"{code[:4]} {code[4:]}",
    }
    deliver(compose(asked.commune.town_hall_email, "fr", "townhall/mail/code", facts))


def prove(pk: int, person: Person, typed: str) -> Space:
    """Opens the space with the code. Raises Refusal; a wrong code is counted whatever happens next."""
    with transaction.atomic():
        asked = (
            Opening.objects.select_for_update(of=("self",)).select_related("commune")
            .filter(pk=pk, person=person, state=State.CODE).first()
        )  # fmt: skip
        if asked is None or not asked.code_hash or not asked.code_until or asked.code_until < timezone.now():
            raise Refusal(_("Ce code ne sert plus : demandez-en un autre, il part aussitôt."))
        asked.tries += 1
        right = asked.tries <= TRIES and hmac.compare_digest(
            asked.code_hash, _hash(asked.pk, "".join(typed.split()))
        )
        if right:
            return _open(asked, person)
        if asked.tries >= TRIES:
            asked.code_hash, asked.code_until = "", None
        asked.save(update_fields=["tries", "code_hash", "code_until"])
    if asked.code_hash:
        raise Refusal(_("Ce n’est pas ce code. Relisez le courriel de la mairie : huit chiffres."))
    raise Refusal(
        _("Cinq essais sans le bon code : il ne sert plus. Demandez-en un autre, il part aussitôt.")
    )


@transaction.atomic
def approve(pk: int, by: Person) -> Space:
    """The operator knows that she works there."""
    return _open(_waiting(pk), by)


@transaction.atomic
def refuse(pk: int, by: Person, reason: str) -> Opening:
    asked = _waiting(pk)
    _decide(asked, State.REFUSED, by)
    asked.reason = reason
    asked.save(update_fields=["reason"])
    trail.record("opening.refused", by, commune=asked.commune_id, person=asked.person)
    url = reverse("townhall:opening", args=[asked.commune.key])
    notify(
        [asked.person_id],
        "opening_refused",
        url,
        f"opening-refused:{pk}",
        commune=asked.commune.name,
        reason=reason,
    )
    return asked


def forget_old() -> int:
    """What nobody went on with ends, and how to call somebody back is kept a month beyond the decision. How many ended."""
    now = timezone.now()
    late = Opening.objects.filter(state=State.CODE).filter(
        Q(code_until__lt=now) | Q(code_until=None, asked_at__lt=now - CODE_LIFE)
    )
    ended = late.update(state=State.DROPPED, decided_at=now, code_hash="", code_until=None)
    Opening.objects.filter(decided_at__lt=now - NOTE_LIFE).exclude(note="").update(note="")
    return ended


def _waiting(pk: int) -> Opening:
    found = Opening.objects.select_for_update(of=("self",)).select_related("commune", "person")
    asked = found.filter(pk=pk, state__in=[State.CODE, State.QUEUED]).first()
    if asked is None:
        raise Refusal(_("Cette demande est déjà réglée."))
    return asked


def _open(asked: Opening, by: Person) -> Space:
    """From this minute: the trial, her role, and those who wait are told. Who proves it after a colleague did joins her; whom
    the operator lets in then is told.
    """
    Commune.objects.select_for_update(no_key=True).get(
        pk=asked.commune_id
    )  # there may be no space yet to hold
    was_open = Space.objects.filter(commune=asked.commune_id, closed_at=None).exists()
    space = open_space(asked.commune)
    _decide(asked, State.OPENED, by)
    _, fresh = Role.objects.get_or_create(
        person_id=asked.person_id, commune_id=asked.commune_id, name=Role.Name.OFFICER, until=None
    )
    if fresh:
        trail.record("role.given", by, commune=asked.commune_id, person=asked.person, role="officer")
    if not was_open:
        until = space.ends_on.isoformat() if space.ends_on else None
        trail.record("space.trial", by, commune=asked.commune_id, on=f"{timezone.localdate()}", until=until)
        telling.of_the_state(space)
    elif by.pk != asked.person_id:
        url = reverse("townhall:space", query={"commune": asked.commune_id})
        notify(
            [asked.person_id], "opening_joined", url, f"opening-joined:{asked.pk}", commune=asked.commune.name
        )
    return space


def _decide(asked: Opening, state: str, by: Person) -> None:
    asked.state, asked.decided_at, asked.decided_by = state, timezone.now(), by
    asked.code_hash, asked.code_until = "", None
    asked.save(update_fields=["state", "decided_at", "decided_by", "code_hash", "code_until"])


def _hash(pk: int, code: str) -> str:
    return hmac.new(settings.SECRET_KEY.encode(), f"opening:{pk}:{code}".encode(), hashlib.sha256).hexdigest()
