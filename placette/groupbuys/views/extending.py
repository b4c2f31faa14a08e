"""The organisers ask for more time, once."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from placette.groupbuys.actions import extending
from placette.groupbuys.actions.refusals import Closed, Refused
from placette.groupbuys.forms.pledging import ExtensionForm
from placette.groupbuys.queries.detail import detail
from placette.groupbuys.views.campaign import show


@login_required
@require_POST
def extend(request: HttpRequest, pk: int) -> HttpResponse:
    found = detail(request.standing, pk)  # type: ignore[attr-defined]
    if found is None or not found.organises:
        raise Http404
    with timezone.override(found.campaign.zone):
        form = ExtensionForm(request.POST)
        if not form.is_valid():
            return show(request, found, extension_form=form, status=422)
    try:
        extending.extend(pk, request.standing.person, form.cleaned_data["until"])  # type: ignore[attr-defined]
    except Closed as refused:
        messages.error(request, str(refused))
    except Refused as refused:
        if hasattr(found.campaign, "extension"):  # then the page has no such form any more
            messages.error(request, str(refused))
            return redirect(found.campaign)
        form.add_error("until", str(refused))
        return show(request, found, extension_form=form, status=409)
    else:
        messages.success(request, _("C’est demandé : chaque participant reçoit un avis et dit s’il reste."))
    return redirect(found.campaign)
