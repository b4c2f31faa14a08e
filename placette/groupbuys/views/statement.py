"""A bank statement: read, shown, and noted once the organiser has said yes. It holds other people's payments too, so the
file is never kept: what waits for the yes goes along in the form, signed, and is of this campaign's shares alone.
"""

from collections.abc import Iterable
from datetime import date
from itertools import groupby
from typing import Any

from django.contrib import messages
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from placette.core import limits
from placette.groupbuys.actions import payments as actions
from placette.groupbuys.actions.payments import Received
from placette.groupbuys.models import Campaign
from placette.groupbuys.queries import statement as queries
from placette.groupbuys.statements import reading
from placette.groupbuys.statements.lines import Left, Reason, Unreadable
from placette.groupbuys.statements.matching import Preview, match
from placette.groupbuys.views.ordering import after_success

READ_AN_HOUR = 30
WAITS = 3600  # seconds for the yes
DOUBTS = 100  # boxes on one page
LISTED = 200  # lines shown one by one


@require_http_methods(["GET", "HEAD", "POST"])
@after_success
@never_cache
def statement(request: HttpRequest, campaign: Campaign) -> HttpResponse:
    if request.method != "POST":
        return _form(request, campaign)
    sent = request.FILES.get("file")
    if sent is None:
        return _form(request, campaign, _("Choisissez d’abord le fichier de votre relevé."), 422)
    if not limits.allow(f"purchase-statement:{request.user.pk}", READ_AN_HOUR, 3600):
        return _form(
            request, campaign, _("Trente relevés par heure, c’est le plus : réessayez plus tard."), 429
        )
    try:
        read = reading.read(sent.read(reading.MOST_BYTES + 1))
    except Unreadable as refused:
        return _form(request, campaign, str(refused), 422)
    owed, sources = queries.owed(campaign), queries.sources(campaign)
    preview = match(read, owed, sources)
    return render(request, "groupbuys/payments/preview.html", _shown(request, campaign, preview))


@require_POST
@after_success
def confirm(request: HttpRequest, campaign: Campaign) -> HttpResponse:
    """Those that were expected, and of the others those that are ticked."""
    try:
        kept = signing.loads(request.POST.get("lines", ""), salt=_salt(request, campaign), max_age=WAITS)
    except signing.BadSignature:
        messages.error(
            request,
            _("Cette page a attendu trop longtemps : rien n’a été noté, envoyez de nouveau le relevé."),
        )
        return redirect("groupbuys:statement", campaign.pk)
    ticked = set(request.POST.getlist("keep"))
    lines = [_received(*each) for each in kept]
    chosen = [each for each in lines if each.expected or each.source in ticked]
    noted, not_noted = actions.note_statement(campaign.pk, request.standing.person, chosen)
    if noted:
        said = ngettext(
            "C’est noté : %(count)d virement. La personne est prévenue.",
            "C’est noté : %(count)d virements. Chaque personne est prévenue.",
            noted,
        )
        messages.success(request, said % {"count": noted})
    if not_noted:
        said = ngettext(
            "%(count)d virement avait été noté entre-temps, ou ne correspond plus : il est laissé de côté.",
            "%(count)d virements avaient été notés entre-temps, ou ne correspondent plus : ils sont laissés de côté.",
            not_noted,
        )
        messages.warning(request, said % {"count": not_noted})
    if not chosen:
        messages.info(request, _("Rien n’était coché : rien n’a été noté."))
    return redirect("groupbuys:payments", campaign.pk)


def _form(request: HttpRequest, campaign: Campaign, refusal: str = "", status: int = 200) -> HttpResponse:
    context = {"campaign": campaign, "refusal": refusal}
    return render(request, "groupbuys/payments/statement.html", context, status=status)


def _shown(request: HttpRequest, campaign: Campaign, preview: Preview) -> dict[str, Any]:
    doubtful = preview.doubtful[:DOUBTS]
    waiting = [each.received for each in [*preview.ready, *doubtful]]
    kept = [[each.share, each.on.isoformat(), each.cents, each.source, each.expected] for each in waiting]
    return {
        "campaign": campaign,
        "preview": preview,
        "doubtful": doubtful,
        "listed": preview.ready[:LISTED],
        "sum": sum(each.received.cents for each in preview.ready),
        "left": _by_reason(preview.left),
        "lines": signing.dumps(kept, salt=_salt(request, campaign), compress=True) if waiting else "",
    }


def _by_reason(left: Iterable[Left]) -> list[dict[str, Any]]:
    """« lignes 2 à 14, 17 »; of what came without a reference also the day and the amount, to find it again."""
    order = list(Reason)
    groups = groupby(
        sorted(left, key=lambda each: (order.index(each.reason), each.number)), lambda each: each.reason
    )
    return [
        {
            "reason": reason.label,
            "count": len(lines),
            "numbers": _ranges([each.number for each in lines]),
            "lines": lines[:LISTED] if reason in {Reason.UNKNOWN, Reason.SEVERAL} else [],
        }
        for reason, lines in ((reason, list(group)) for reason, group in groups)
    ]


def _ranges(numbers: list[int]) -> str:
    """« 2–14, 17 »."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][1] + 1:
            runs[-1][1] = number
        else:
            runs.append([number, number])
    return ", ".join(str(first) if first == last else f"{first}–{last}" for first, last in runs)


def _received(share: int, on: str, cents: int, source: str, expected: bool) -> Received:
    return Received(share, date.fromisoformat(on), cents, source, expected)


def _salt(request: HttpRequest, campaign: Campaign) -> str:
    return f"groupbuys.statement:{campaign.pk}:{request.user.pk}"
