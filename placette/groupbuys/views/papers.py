"""The order: what is read on a page, and its papers for the supplier and the neighbours."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from placette.core import limits
from placette.groupbuys.models import Campaign
from placette.groupbuys.papers import pdf, sheets_csv, sheets_xlsx, words
from placette.groupbuys.queries import payments
from placette.groupbuys.queries.order import order_of, slips_of
from placette.groupbuys.views.ordering import after_success

PAPERS_AN_HOUR = 60  # a paper costs more than a page
SLIPS_A_PAPER = 200  # each draws a code: some seconds
NAMED_ON_PAPER = 2000  # rows of the supplier's paper; a workbook holds them all
TYPES = {
    "pdf": "application/pdf",
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


@require_safe
@after_success
def order(request: HttpRequest, campaign: Campaign) -> HttpResponse:
    ordered = order_of(campaign)
    parts = range(1, (ordered.takers - 1) // SLIPS_A_PAPER + 2)
    context = {
        "campaign": campaign,
        "order": ordered,
        "rounding": words.rounding(),
        "totals": payments.totals(campaign),
        "parts": [
            (part, (part - 1) * SLIPS_A_PAPER + 1, min(part * SLIPS_A_PAPER, ordered.takers))
            for part in parts
        ],
        "may_name": ordered.takers <= NAMED_ON_PAPER,
    }
    return render(request, "groupbuys/payments/order.html", context)


@require_safe
@after_success
def for_supplier(request: HttpRequest, campaign: Campaign, suffix: str) -> HttpResponse:
    """Quantities and sums; names only where they are asked for, on the PDF."""
    if refusal := _refused(request, campaign, suffix):
        return refusal
    ordered = order_of(campaign)
    if suffix == "pdf":
        named = "noms" in request.GET and ordered.takers <= NAMED_ON_PAPER
        made = pdf.order(campaign, ordered, slips_of(campaign) if named else ())
    elif suffix == "csv":
        made = sheets_csv.order(ordered)
    else:
        made = sheets_xlsx.order(campaign, ordered)
    return _file(made, f"commande-{campaign.pk}", suffix)


@require_safe
@after_success
def slips(request: HttpRequest, campaign: Campaign, suffix: str) -> HttpResponse:
    """All of them as a table; as paper by two hundred, `?partie=2` for those that follow."""
    if refusal := _refused(request, campaign, suffix):
        return refusal
    if suffix == "csv":
        return _file(sheets_csv.slips(slips_of(campaign)), f"fiches-{campaign.pk}", suffix)
    if suffix == "xlsx":
        return _file(sheets_xlsx.slips(campaign, slips_of(campaign)), f"fiches-{campaign.pk}", suffix)
    written = request.GET.get("partie", "1")
    part = int(written) if written.isdecimal() and len(written) < 4 else 0
    some = slips_of(campaign, (part - 1) * SLIPS_A_PAPER, SLIPS_A_PAPER) if part else []
    if not some:
        raise Http404
    terms = getattr(campaign, "payment_terms", None)
    return _file(pdf.slips(campaign, some, terms), f"fiches-{campaign.pk}-{part}", suffix)


def _refused(request: HttpRequest, campaign: Campaign, suffix: str) -> HttpResponse | None:
    if suffix not in TYPES:
        raise Http404
    if limits.allow(f"purchase-papers:{request.user.pk}", PAPERS_AN_HOUR, 3600):
        return None
    messages.error(request, _("Vous avez demandé beaucoup de documents : réessayez dans une heure."))
    return redirect("groupbuys:order", campaign.pk)


def _file(made: bytes, name: str, suffix: str) -> HttpResponse:
    headers = {
        "Content-Disposition": f'attachment; filename="{name}.{suffix}"',
        "Cache-Control": "private, no-store",
    }
    return HttpResponse(made, content_type=TYPES[suffix], headers=headers)
