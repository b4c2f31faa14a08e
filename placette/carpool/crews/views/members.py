"""Inviting, joining, changing one's days, leaving."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from placette.carpool.actions.bookings import Refusal
from placette.carpool.crews import invitations, queries, rules
from placette.carpool.crews.actions import members as actions
from placette.carpool.crews.forms import MemberForm
from placette.carpool.crews.views.crews import changing, found, shown
from placette.carpool.models import CrewMember
from placette.core import limits
from placette.people.views.guard import neighbours_only

INVITED_A_DAY = 30


@neighbours_only
@require_POST
def invite(request: HttpRequest, pk: int) -> HttpResponse:
    """A neighbour whom she may know of: the one whose profile she reads."""
    member = changing(request, pk)
    number = request.POST.get("person", "")
    person = (
        queries.neighbour(request.standing, int(number)) if number.isdecimal() and len(number) < 18 else None
    )  # type: ignore[attr-defined]
    if person is None:
        messages.error(
            request, _("Nous ne trouvons pas cette personne parmi vos voisins. Cherchez-la par son prénom.")
        )
    elif not limits.allow(f"crew_invites:{request.user.pk}", INVITED_A_DAY, 86_400):
        messages.error(request, _("Trente invitations par jour, c’est le maximum. Envoyez plutôt le lien."))
    else:
        try:
            actions.invite(member.crew, request.user, person)  # type: ignore[arg-type]
            messages.success(
                request,
                _("C’est parti : %(name)s reçoit votre invitation.") % {"name": person.display_name},
            )
        except Refusal as refusal:
            messages.error(request, str(refusal))
    return redirect(member.crew)


@neighbours_only
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """What a link of a member leads to: who invites where, and what joining asks."""
    inviter = invitations.inviter_of(token)
    if inviter is None:
        return render(request, "carpool/crews/invitation.html", status=404)
    mine = queries.member_of(request.user, inviter.crew_id)  # type: ignore[arg-type]
    return _joining(request, inviter, mine)


@neighbours_only
@require_http_methods(["GET", "HEAD", "POST"])
def join(request: HttpRequest, pk: int) -> HttpResponse:
    """The same for whom a member has invited by name."""
    return _joining(request, None, found(request, pk))


def _joining(request: HttpRequest, inviter: CrewMember | None, mine: CrewMember | None) -> HttpResponse:
    known = mine or inviter
    assert known is not None
    crew = known.crew
    if not rules.may_join(request.standing, crew):  # type: ignore[attr-defined]
        raise Http404
    if mine and mine.joined_at:
        return redirect(crew)
    form = MemberForm(request.POST or None, crew=crew, member=mine)
    by = inviter.person if inviter else known.invited_by
    if request.method == "POST" and form.is_valid():
        try:
            actions.join(crew, request.user, timezone.now(), by, **form.own())  # type: ignore[arg-type]
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Bienvenue à bord ! Le planning vous fait une place."))
            return redirect(crew)
    context = {"crew": crew, "inviter": by, "form": form, "mine": mine}
    return render(request, "carpool/crews/invitation.html", context, status=422 if form.is_bound else 200)


@neighbours_only
@require_POST
def change(request: HttpRequest, pk: int) -> HttpResponse:
    member = changing(request, pk)
    form = MemberForm(request.POST, crew=member.crew, member=member)
    if not form.is_valid():
        return shown(request, member, form, status=422)
    actions.change(member, timezone.now(), **form.own())
    messages.success(request, _("C’est noté : le planning en tient compte."))
    return redirect(member.crew)


@login_required
@require_POST
def leave(request: HttpRequest, pk: int) -> HttpResponse:
    """Also « Non merci » to an invitation. Of who is no longer verified too: a door out is never closed."""
    member = found(request, pk)
    actions.leave(member, timezone.now())
    if member.joined_at:
        messages.success(request, _("Vous avez quitté l’équipage. Les autres sont prévenus."))
    return redirect("crews:crews")


@neighbours_only
@require_POST
def remove(request: HttpRequest, pk: int, other: int) -> HttpResponse:
    """By whoever founded the crew."""
    member = found(request, pk)
    gone = next((each for each in queries.members_of(member.crew, member.person) if each.pk == other), None)
    if gone is None or not rules.may_remove(request.standing, member, gone):  # type: ignore[attr-defined]
        raise Http404
    actions.remove(gone, timezone.now())
    messages.success(request, _("C’est fait. Le planning se refait sans cette personne."))
    return redirect(member.crew)
