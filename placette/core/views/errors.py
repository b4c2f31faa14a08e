"""What people read when something is wrong on our side."""

import logging
import sys

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, HttpResponseServerError
from django.shortcuts import render
from django.template.loader import render_to_string

# SQLSTATE, its beginning: the connection is lost, the server stops or starts, it has no connection left.
AWAY = ("08", "57P", "53300")
DISK_FULL = "53100"
log = logging.getLogger(__name__)


def broken(request: HttpRequest) -> HttpResponse:
    """Without context processors: what surrounds a page may be what is broken. It is asked while the error is handled: also
    what a middleware asks in vain, before any view, is answered as an absence of the database.
    """
    if absence := away(sys.exception()):
        return absence
    return HttpResponseServerError(render_to_string("500.html", {"number": getattr(request, "id", "")}))


def away(exception: BaseException | None) -> HttpResponse | None:
    """While PostgreSQL starts again people read that it takes a moment, and machines that they may come back.

    None for whatever else PostgreSQL reports (a deadlock, a statement that took too long, a full disk): an error with its
    traceback.
    """
    if not isinstance(exception, OperationalError | InterfaceError):
        return None
    state = getattr(exception.__cause__, "sqlstate", None)
    if state == DISK_FULL:
        log.critical("the disk of PostgreSQL is full: free some space, nothing is kept until then")
    if state is not None and not state.startswith(AWAY):
        return None
    log.warning("the database is away: %s", type(exception.__cause__ or exception).__name__)
    # Without the request: what surrounds a page asks the database, too.
    return HttpResponse(render_to_string("core/away.html"), status=503, headers={"Retry-After": "5"})


def too_large(request: HttpRequest) -> HttpResponse:
    """Where the proxy sends those whose request it has refused; whatever the method, nothing of it is read."""
    return render(request, "413.html", status=413)
