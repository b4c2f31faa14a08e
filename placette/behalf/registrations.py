"""What acting for others adds to the rooms below: its tab, its notices, its lines of the trail, what goes with a space."""

from collections.abc import Mapping
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from placette.carpool.rules import OPEN
from placette.listings import square
from placette.notices import actions as notices
from placette.notices.kinds import Group, Kind
from placette.notices.kinds import register as register_kind
from placette.notices.models import Notice
from placette.people.models import Consent, Person, Role
from placette.people.queries import officers_of
from placette.people.reading import in_force
from placette.people.standing import Standing
from placette.places import events, leaving
from placette.townhall.nav import Door, doors
from placette.trust import trail

from . import opened, queries, rules
from .actions import buying, ending, riding


def register() -> None:
    doors.append(Door("behalf", gettext_lazy("Sans écran"), "behalf:people", "phone"))
    register_kind(
        Kind(
            "for_carried",
            gettext_lazy("Du nouveau pour un habitant sans écran"),
            _said,
            "phone",
            Group.AROUND,
            concerns=_carries,
        )
    )
    trail.sentences.update(
        {
            "consent.given": gettext_lazy("Un accord pour agir en son nom a été noté."),
            "consent.ended": gettext_lazy("Un accord pour agir en son nom a été retiré."),
            "carried.posted": gettext_lazy("Une annonce a été publiée pour un habitant sans écran."),
            "carried.closed": gettext_lazy("Une annonce a été retirée pour un habitant sans écran."),
            "carried.answered": gettext_lazy("Une réponse a été donnée pour un habitant sans écran."),
            "carried.wrote": gettext_lazy("Un message a été écrit pour un habitant sans écran."),
            "carried.agreed": gettext_lazy(
                "Un accord entre voisins a été confirmé ou refusé pour un habitant sans écran."
            ),
            "carried.bought": gettext_lazy(
                "Un achat groupé a été suivi pour un habitant sans écran : commande, prix ou retrait."
            ),
            "carried.rode": gettext_lazy(
                "Un trajet a été demandé ou suivi pour un habitant sans écran : place, réponse ou bilan."
            ),
            "carried.thanked": gettext_lazy("Un merci a été dit pour un habitant sans écran."),
            "carried.code": gettext_lazy("Un code pour reprendre son compte a été remis."),
            "carried.taken_over": gettext_lazy("Un habitant sans écran a repris son compte."),
            "carried.erased": gettext_lazy("Le compte d’un habitant sans écran a été effacé."),
        }
    )
    notices.carried.append(tell_those_who_act)
    square.sections.insert(0, on_the_square)
    events.merged.append(move)
    leaving.erasers.append(erase)


def tell_those_who_act(kind: Kind, fresh: Mapping[int, int]) -> None:
    """Of exchanges and annonces of people without a screen, each who acts for one hears at once; what goes to everybody
    waits on her page until she calls. What was said by another is told to that other alone. Six queries and one a consent.
    """
    if kind.group not in queries.HERS:
        return
    consents = list(in_force().filter(person__in=fresh).select_related("person"))
    written = {each.person_id: each for each in Notice.objects.filter(pk__in=fresh.values())}
    kept = opened.kept_from(consents)
    for consent in consents:
        notice = written[consent.person_id]
        if notice.url in kept[consent.pk]:
            continue
        people = [consent.to_id] if consent.to_id else []
        if consent.is_of_town_hall:
            people = list(officers_of(consent.commune_id).values_list("pk", flat=True))
        notices.notify(
            [pk for pk in people if pk],
            "for_carried",
            reverse("behalf:one", args=[consent.pk]),
            f"carried:{notice.pk}",
            name=consent.person.display_name,
            **_cannot_wait(consent, notice),
        )


def _cannot_wait(consent: Consent, notice: Notice) -> dict[str, str]:
    """She stands at the kerb unless somebody rings her: what happens to her ride is said as such."""
    if not consent.rides:
        return {}
    if notice.kind == "ride_tomorrow":
        return {"event": "ride_tomorrow"}
    step = notice.facts.get("step") if notice.kind == "ride" else None
    return {"event": f"ride_{step}"} if step in {"cancel", "late"} else {}


def on_the_square(standing: Standing) -> tuple[str, dict[str, Any]] | None:
    """The way of an ambassador to those for whom she acts; an officer has her desk. No query."""
    homes = [each for each in standing.verified if rules.is_ambassador(standing, each)]
    return ("behalf/_on_the_square.html", {}) if homes else None


def move(gone: str, current: str) -> None:
    """A commune has become part of another: what residents let its town hall do holds for the new one."""
    Consent.objects.filter(commune=gone).update(commune=current)


def erase(code: str) -> None:
    """Nobody signs in with these accounts: without the space they would be nobody’s. Nor does anybody read their names."""
    theirs = Person.objects.filter(email__isnull=True, consents__commune=code)
    for person in theirs.filter(pledges__items__gt=0).distinct():
        buying.give_back(person)
    for person in theirs.filter(rides__state__in=OPEN).distinct():
        riding.give_back(person)  # the seats of drivers from elsewhere are free again
    ending.forget_told(set(theirs.values_list("pk", flat=True)))
    theirs.delete()
    Consent.objects.filter(commune=code).delete()


def _said(facts: dict[str, Any]) -> str:
    said = {
        "erased": _("La mairie a effacé, à sa demande, le compte d’une personne que vous aidiez."),
        "alone": _("Plus personne n’aide %(name)s, qui n’a pas d’écran : appelez-la, et notez son accord."),
        "ride_cancel": _("À appeler sans attendre : %(name)s. La personne qui devait l’emmener annule."),
        "ride_late": _("À appeler sans attendre : %(name)s. La personne qui l’emmène aura du retard."),
        "ride_tomorrow": _("À appeler aujourd’hui : %(name)s, que quelqu’un emmène demain."),
    }.get(facts.get("event", ""), _("Du nouveau pour %(name)s : c’est à lui dire."))
    return said % {"name": facts.get("name", "")}


def _carries(standing: Standing) -> bool:
    return any(role.name in {Role.Name.OFFICER, Role.Name.AMBASSADOR} for role in standing.roles)
