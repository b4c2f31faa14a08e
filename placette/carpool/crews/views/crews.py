"""« Équipages »: one's crews, a new one, and the page of one: its plan, its members, what is fair."""

import uuid
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from placette.carpool.crews import invitations, queries, rules
from placette.carpool.crews.actions import members as actions
from placette.carpool.crews.forms import FoundForm, MemberForm
from placette.carpool.models import CrewMember
from placette.core import keys, limits
from placette.core.text import one_line
from placette.people.models import Person
from placette.people.views.guard import closed_door, neighbours_only

FOUNDED_A_DAY = 5
NAMES_A_DAY = 60


@login_required
@require_safe
def crews(request: HttpRequest) -> HttpResponse:
    """Who is no longer verified finds here how to leave, and nothing else of them."""
    is_verified = request.standing.is_verified  # type: ignore[attr-defined]
    mine = queries.crews_of(request.user)  # type: ignore[arg-type]
    if not mine and not is_verified:
        return closed_door(request)
    context = {
        "is_verified": is_verified,
        "crews": [each for each in mine if each.joined_at],
        "invitations": [each for each in mine if not each.joined_at],
    }
    return render(request, "carpool/crews/crews.html", context)


@neighbours_only
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    standing = request.standing  # type: ignore[attr-defined]
    membership = standing.first_verified
    if request.method != "POST":
        usual = {"key": uuid.uuid4(), "start": membership.commune.name}
        return render(
            request, "carpool/crews/new.html", {"form": FoundForm(standing=standing, initial=usual)}
        )
    form = FoundForm(request.POST, standing=standing)
    if form.is_valid() and not limits.allow(f"crew:{request.user.pk}", FOUNDED_A_DAY, 86_400):
        form.add_error(
            None, _("Cinq équipages par jour, c’est déjà beaucoup : revenez demain. Rien n’est perdu.")
        )
    if not form.is_valid():
        return render(request, "carpool/crews/new.html", {"form": form}, status=422)
    # A length that was typed is content of the form; one by the router is not (actions.found).
    key = keys.of(form.cleaned_data["key"], form.cleaned_data["km"])
    crew = actions.found(
        request.user, membership, timezone.now(), own=form.own(), key=key,  # type: ignore[arg-type]
        **form.fields_of_crew(membership.commune_id),
    )  # fmt: skip
    messages.success(request, _("Votre équipage est formé. Invitez maintenant les autres."))
    return redirect(crew)


@neighbours_only
@require_safe
def crew(request: HttpRequest, pk: int) -> HttpResponse:
    """Sixteen queries at most, with those of any page, however many members and days; nineteen for who has no seat there."""
    member = found(request, pk)
    if not rules.may_see(member):
        return redirect("crews:crews")
    return shown(request, member, MemberForm(crew=member.crew, member=member))


def found(request: HttpRequest, pk: int) -> CrewMember:
    """Whoever asks, in that crew, invited or joined; 404 for anybody else."""
    member = queries.member_of(request.user, pk)  # type: ignore[arg-type]
    if member is None:
        raise Http404
    return member


def changing(request: HttpRequest, pk: int) -> CrewMember:
    """Whoever asks, where she may change something in that crew; 404 otherwise."""
    member = found(request, pk)
    if not rules.may_change(request.standing, member, member.crew):  # type: ignore[attr-defined]
        raise Http404
    return member


def shown(request: HttpRequest, member: CrewMember, form: MemberForm, status: int = 200) -> HttpResponse:
    """The page of her crew, with the form of her days as she typed it."""
    crew, now = member.crew, timezone.now()
    everybody = queries.members_of(crew, member.person)
    context: dict[str, Any] = {
        "crew": crew,
        "member": member,
        "form": form,
        "members": everybody,
        "joined": [each for each in everybody if each.joined_at],
        "invite_url": invitations.address_of(member),
        "site": settings.SITE_URL,
        "removable": [
            each.pk
            for each in everybody
            if rules.may_remove(request.standing, member, each)  # type: ignore[attr-defined]
        ],
        "may_change": rules.may_change(request.standing, member, crew),  # type: ignore[attr-defined]
    }
    with timezone.override(crew.zone):
        if len(context["joined"]) > 1:
            context["weeks"] = queries.weeks(crew, member, now)
            context["may_swap"] = any(week.i_drive for week in context["weeks"])
            context["fairness"] = queries.fairness(crew, everybody, now)
            context["to_confirm"] = queries.to_confirm(member, now)
        context["to_come"] = queries.to_come(member, context.get("weeks"), now)
        if name := one_line(request.GET.get("voisin", ""))[:60]:
            context |= {"voisin": name, "neighbours": _neighbours(request, name, everybody)}
        return render(request, "carpool/crews/crew.html", context, status=status)


def _neighbours(request: HttpRequest, name: str, everybody: list[CrewMember]) -> list[Person]:
    if not limits.allow(f"crew_names:{request.user.pk}", NAMES_A_DAY, 86_400):
        return []
    return queries.neighbours(request.standing, name, [each.person_id for each in everybody])  # type: ignore[attr-defined]
