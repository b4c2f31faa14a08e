"""The officer's pages of invitations: what there is, what each brought, and one campaign from its preview to its end."""

from __future__ import annotations

import csv
import io
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from placette.core import columns, limits, live
from placette.invitations import queries
from placette.invitations.actions import campaigns as actions
from placette.invitations.actions import drafts
from placette.invitations.models import Campaign, SentList
from placette.invitations.rules import may_invite
from placette.invitations.ways import WAYS
from placette.people.views.guard import at_a_desk
from placette.places.models import Commune

inviting = at_a_desk(may_invite)
NAMED_ON_THE_PAGE = 100
READINGS_AN_HOUR = 60
CANCELLED = {
    Campaign.Kind.LETTERS: gettext_lazy("C’est annulé : aucun code de cette campagne ne sert plus."),
    Campaign.Kind.EMAILS: gettext_lazy("C’est annulé : plus aucun e-mail de cette campagne ne part."),
}


@inviting
@require_safe
def campaigns(request: HttpRequest, commune: Commune) -> HttpResponse:
    context = {"commune": commune, "campaigns": queries.campaigns(commune.pk)}
    return render(request, "invitations/campaigns.html", context)


@never_cache
@inviting
@require_safe
def campaign(request: HttpRequest, commune: Commune, pk: int) -> HttpResponse:
    """What was read, how far the worker is, or what is there to print, by its state."""
    found = found_in(commune, pk)
    context = {
        "commune": commune,
        "campaign": found,
        "topic": actions.topic(found.pk),
        "follow": live.pass_to(actions.topic(found.pk), request.user.pk),
        "first": found.letters.order_by("number")[:4] if found.state == "draft" else (),
        "first_invited": found.invited.order_by("number")[:4] if found.state == "draft" else (),
        **_columns(found),
        "refused": found.refused[:NAMED_ON_THE_PAGE],
        "unsure": found.unsure[:NAMED_ON_THE_PAGE],
    }
    return render(request, f"invitations/{found.kind}.html", context)


def _columns(found: Campaign) -> dict[str, Any]:
    """Of a draft that was a file: one query."""
    sent = (
        SentList.objects.filter(campaign=found).only("names", "columns").first()
        if found.state == "draft"
        else None
    )
    if sent is None:
        return {}
    ours = WAYS[found.kind].columns
    return {
        "matches": columns.matches(ours, sent.names, sent.columns),
        "missing": columns.missing(ours, sent.columns),
    }


@inviting
@require_POST
def match(request: HttpRequest, commune: Commune, pk: int) -> HttpResponse:
    """Which column of theirs is which of ours; the list is read anew."""
    found = found_in(commune, pk)
    sent = SentList.objects.filter(campaign=found).only("names").first()
    if sent is None:
        messages.info(request, _("Cette campagne est déjà partie : sa liste n’est plus là."))
    elif not limits.allow(f"invitation-columns:{request.user.pk}", READINGS_AN_HOUR, 3600):
        messages.error(
            request,
            _("C’est beaucoup de lectures pour une heure : attendez un peu. La liste reste ici deux jours."),
        )
    else:
        drafts.correct(pk, columns.chosen(WAYS[found.kind].columns, sent.names, request.POST))
    return redirect(address(found))


@inviting
@require_safe
def progress(request: HttpRequest, commune: Commune, pk: int) -> HttpResponse:
    """For a page that lost the thread."""
    found = found_in(commune, pk)
    return JsonResponse({"done": found.done, "total": found.total, "state": found.state})


@inviting
@require_POST
def begin(request: HttpRequest, commune: Commune, pk: int) -> HttpResponse:
    found = found_in(commune, pk)
    try:
        if not actions.begin(found.pk, request.user):
            messages.info(request, _("Cette campagne est déjà partie, ou n’a personne à inviter."))
    except actions.Refusal as refusal:
        messages.error(request, str(refusal))
    return redirect(address(found))


@inviting
@require_POST
def cancel(request: HttpRequest, commune: Commune, pk: int) -> HttpResponse:
    found = found_in(commune, pk)
    was_draft = found.state == Campaign.State.DRAFT
    if not actions.cancel(found.pk, request.user):
        messages.info(request, _("Trop tard pour annuler : tout est prêt."))
        return redirect(address(found))
    if was_draft:
        messages.success(request, _("La liste est oubliée. Rien n’a été préparé."))
        return redirect(reverse("invitations:campaigns", query={"commune": commune.pk}))
    messages.success(request, CANCELLED[Campaign.Kind(found.kind)])
    return redirect(address(found))


@inviting
@require_safe
def refused(request: HttpRequest, commune: Commune, pk: int) -> HttpResponse:
    """The lines that were left out, to be corrected in a spreadsheet."""
    found = found_in(commune, pk)
    written = io.StringIO()
    rows = csv.writer(written, delimiter=";")
    rows.writerow([_("ligne"), _("ce qui s’y trouve"), _("pourquoi")])
    # No cell is carried out as a formula by a spreadsheet.
    rows.writerows(
        [n, f"'{what}" if what.startswith(tuple("=+-@")) else what, why] for n, what, why in found.refused
    )
    answer = HttpResponse("\ufeff" + written.getvalue(), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="lignes-a-corriger.csv"'
    return answer


def found_in(commune: Commune, pk: int) -> Campaign:
    """404 where it is no campaign of this town hall."""
    found = queries.campaign(commune.pk, pk)
    if found is None:
        raise Http404
    return found


def address(campaign: Campaign) -> str:
    return reverse("invitations:campaign", args=[campaign.pk], query={"commune": campaign.commune_id})
