"""Joining a crew by the link of its invitation's e-mail."""

from typing import Any, cast

from django import forms
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from placette.carpool.actions.bookings import Refusal
from placette.carpool.crews import rules
from placette.carpool.crews.actions import members as actions
from placette.carpool.crews.forms import MemberForm
from placette.carpool.models import CrewMember
from placette.notices.by_mail.acts import Act, Asked, Refused, no_form, register
from placette.people.standing import Standing


def register_acts() -> None:
    register(
        Act("crew.join", gettext_lazy("Je rejoins l’équipage"), _ask, _join, _form, "check"),
        Act("crew.decline", gettext_lazy("Non merci"), _ask_decline, _decline, no_form, "x"),
    )


def of_step(facts: dict[str, Any]) -> list[tuple[str, int]]:
    if "member" not in facts:
        return []
    return [("crew.join", facts["member"]), ("crew.decline", facts["member"])]


def _ask(standing: Standing, pk: int) -> Asked | None:
    member = _member(standing, pk)
    if member is None:
        return None
    asked = _ask_decline(standing, pk)
    if asked and not asked.over and not rules.may_join(standing, member.crew):
        over = _("Faites d’abord confirmer votre résidence : la mairie ou deux voisins le peuvent.")
        return Asked(asked.question, (), over, zone=asked.zone)
    return asked


def _ask_decline(standing: Standing, pk: int) -> Asked | None:
    member = _member(standing, pk)
    if member is None:
        return None
    over = ""
    if member.left_at or member.crew.ended_at:
        over = _("Vous avez déjà dit non, ou cet équipage s’est arrêté.")
    elif member.joined_at:
        over = _("Vous êtes déjà de cet équipage.")
    question = _("Rejoindre l’équipage « %(crew)s » ?") % {"crew": member.crew.name}
    return Asked(question, (), over, zone=member.crew.zone)


def _member(standing: Standing, pk: int) -> CrewMember | None:
    hers = CrewMember.objects.filter(pk=pk, person=standing.person)
    return hers.select_related("crew", "person", "invited_by").first()


def _form(standing: Standing, pk: int, data: QueryDict | None) -> MemberForm:
    member = _member(standing, pk)
    assert member is not None
    return MemberForm(data, crew=member.crew, member=member)


def _join(standing: Standing, pk: int, form: forms.Form) -> str:
    member = _member(standing, pk)
    if member is None or not rules.may_join(standing, member.crew):
        raise Refused(_("Cet équipage s’est arrêté."))
    own = cast(MemberForm, form).own()
    try:
        actions.join(member.crew, standing.known, timezone.now(), member.invited_by, **own)
    except Refusal as refusal:
        raise Refused(str(refusal)) from None
    return _("Bienvenue à bord ! Le planning vous fait une place.")


def _decline(standing: Standing, pk: int, form: forms.Form) -> str:
    member = _member(standing, pk)
    if member is not None and member.joined_at is None:
        actions.leave(member, timezone.now())
    return _("C’est noté : vous ne recevrez pas d’autre invitation de cet équipage pendant un mois.")
