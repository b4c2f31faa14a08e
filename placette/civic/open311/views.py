"""The addresses of GeoReport v2. Every answer is JSON or XML, by the end of its address."""

from collections.abc import Callable
from datetime import UTC, datetime
from functools import wraps

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt

from placette.civic import categories
from placette.civic.models import Report
from placette.civic.open311 import asking, objects, receiving
from placette.civic.open311.answers import Refused, refused, said
from placette.core import limits

A_MINUTE = 300  # questions, of a visitor
CHANGED = datetime(2026, 11, 26, tzinfo=UTC)  # these addresses, or the services of who has no list of its own


def speaks_open311(*methods: str) -> Callable[..., Callable[..., HttpResponse]]:
    """Refusals in the standard's words; 405 and 429 say more than the 400 that it has for all the rest. No cookie is read: a
    key is what opens it, so no forgery across sites.
    """

    def around(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        @csrf_exempt
        @wraps(view)
        def answered(request: HttpRequest, form: str, **kwargs: str) -> HttpResponse:
            try:
                if request.method not in methods:
                    raise Refused(405, f"Only {', '.join(methods)} here.")
                if not limits.allow(f"open311:{limits.visitor(request)}", A_MINUTE, 60):
                    raise Refused(429, "Too many requests. Wait a minute.", 60)
                return view(request, form, **kwargs)
            except Refused as wrong:
                return refused(form, wrong)

        return answered

    return around


@speaks_open311("GET", "HEAD")
def discovery(request: HttpRequest, form: str) -> HttpResponse:
    """Where the service is, and how it speaks (Service Discovery of Open311)."""
    address = settings.SITE_URL + reverse("open311:services", args=[form])
    changed = objects.moment(categories.changed_at() or CHANGED)
    endpoint = {
        "specification": "http://wiki.open311.org/GeoReport_v2",
        "url": address.removesuffix(f"/services.{form}"),
        "changeset": changed,
        "type": "production",
        "formats": ["text/xml", "application/json"],
    }
    about = {
        "changeset": changed,
        "contact": settings.SITE_URL,
        "key_service": settings.SITE_URL,
        "endpoints": [endpoint],
    }
    return said(form, "discovery", about)


@speaks_open311("GET", "HEAD")
def services(request: HttpRequest, form: str) -> HttpResponse:
    commune = asking.jurisdiction(request.GET)
    listed = [objects.service(each) for each in categories.of(commune) if each.is_open]
    return said(form, "services", listed)


@speaks_open311("GET", "HEAD")
def service(request: HttpRequest, form: str, code: str) -> HttpResponse:
    commune = asking.jurisdiction(request.GET)
    known = {each.code: each for each in categories.of(commune) if each.is_open}
    if code not in known:
        raise Refused(404, "service_code provided was not found.")
    return said(form, "service_definition", objects.definition(known[code]))


@speaks_open311("GET", "HEAD", "POST")
def requests(request: HttpRequest, form: str) -> HttpResponse:
    """What was told; or one more."""
    if request.method == "POST":
        commune = asking.jurisdiction(request.POST if "jurisdiction_id" in request.POST else request.GET)
        sent = receiving.receive(request, commune)
        answer = {"service_request_id": str(sent.pk), "service_notice": None, "account_id": None}
        return said(form, "service_requests", [answer])
    commune = asking.jurisdiction(request.GET)
    names = categories.names(commune)
    found = [objects.request(each, names) for each in asking.chosen(commune, request.GET)]
    return said(form, "service_requests", found)


@speaks_open311("GET", "HEAD")
def one(request: HttpRequest, form: str, pk: str) -> HttpResponse:
    commune = asking.jurisdiction(request.GET)
    found = objects.request(_report(commune.pk, pk), categories.names(commune))
    return said(form, "service_requests", [found])


@speaks_open311("GET", "HEAD")
def token(request: HttpRequest, form: str, pk: str) -> HttpResponse:
    """We give the id at once and so never a token; who asks with the id reads it again."""
    commune = asking.jurisdiction(request.GET)
    found = _report(commune.pk, pk, "token provided was not found.")
    answer = {"service_request_id": str(found.pk), "token": str(found.pk)}
    return said(form, "service_requests", [answer])


def _report(commune: str, pk: str, missing: str = "service_request_id provided was not found.") -> Report:
    number = asking.number(pk)
    found = (
        Report.objects.select_related("commune").filter(pk=number, commune=commune).first()
        if number
        else None
    )
    if found is None:
        raise Refused(404, missing)
    return found
