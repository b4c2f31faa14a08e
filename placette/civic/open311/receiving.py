"""A request that an application sends: checked, and told to the town hall as any report.

Of the person behind it (email, name, phone, device_id, account_id) nothing is kept: we could not ask whether we may.
"""

from django.http import HttpRequest, QueryDict

from placette.civic import categories
from placette.civic.actions import reports
from placette.civic.forms.reports import lies_in
from placette.civic.models import PartnerKey, Report
from placette.civic.open311 import keys
from placette.civic.open311.answers import Refused
from placette.civic.rules import is_going
from placette.core import limits
from placette.core.text import one_line, several_lines
from placette.places.models import Commune

WRONG = 30  # keys a minute, of a visitor
SENT = 60  # a minute, of a key
TEXT, ADDRESS = 4000, 200  # of the specification; of our column


def receive(http: HttpRequest, commune: Commune) -> Report:
    """Refused: 403 without a key of the commune, 400 and 404 as the standard says, 429 when asked too often."""
    given = http.POST
    key = _key(http, commune)
    if not is_going(commune):
        raise Refused(403, "This jurisdiction takes no requests at the moment.")
    code = given.get("service_code", "")
    if not code:
        raise Refused(400, "service_code was not provided.")
    if code not in {each.code for each in categories.of(commune) if each.is_open}:
        raise Refused(404, "service_code provided was not found.")
    text = several_lines(given.get("description", ""))
    if not text:
        raise Refused(400, "description was not provided.")
    if len(text) > TEXT:
        raise Refused(400, f"description is longer than {TEXT} characters.")
    latitude, longitude = _point(given, commune)
    address = one_line(given.get("address_string", ""))[:ADDRESS]
    if latitude is None and not address:
        raise Refused(400, "lat and long, or address_string, were not provided.")
    return reports.send(
        commune,
        None,
        partner=key,
        category=code,
        text=text,
        address=address,
        latitude=latitude,
        longitude=longitude,
    )


def _key(http: HttpRequest, commune: Commune) -> PartnerKey:
    typed = http.POST.get("api_key", "") or http.GET.get("api_key", "")
    found = keys.find(typed) if typed else None
    if found is None and not limits.allow(f"open311:wrong:{limits.visitor(http)}", WRONG, 60):
        raise Refused(429, "Too many wrong keys. Wait a minute.", 60)
    if found is None or found.commune_id != commune.pk:
        raise Refused(403, "A valid api_key for this jurisdiction is needed.")
    if not limits.allow(f"open311:key:{found.pk}", SENT, 60):
        raise Refused(429, "Too many requests with this key. Wait a minute.", 60)
    return found


def _point(given: QueryDict, commune: Commune) -> tuple[float | None, float | None]:
    typed = given.get("lat", ""), given.get("long", "")
    if not any(typed):
        return None, None
    try:
        latitude, longitude = float(typed[0]), float(typed[1])
    except ValueError:
        raise Refused(400, "lat and long are two numbers, WGS 84.") from None
    if not (-90 <= latitude <= 90 and -180 <= longitude <= 180):  # nor what is no number
        raise Refused(400, "lat and long are two numbers, WGS 84.")
    if not lies_in(commune, latitude, longitude):
        raise Refused(400, "lat and long lie outside this jurisdiction.")
    return latitude, longitude
