from django.http import HttpRequest, HttpResponse, HttpResponseServerError
from django.shortcuts import render
from django.template.loader import render_to_string


def broken(request: HttpRequest) -> HttpResponseServerError:
    """Without context processors: what surrounds a page may be what is broken."""
    return HttpResponseServerError(render_to_string("500.html", {"number": getattr(request, "id", "")}))


def too_large(request: HttpRequest) -> HttpResponse:
    """Where the proxy sends those whose request it has refused; whatever the method, nothing of it is read."""
    return render(request, "413.html", status=413)
