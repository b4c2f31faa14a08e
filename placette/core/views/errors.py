from django.http import HttpRequest, HttpResponseServerError
from django.template.loader import render_to_string


def broken(request: HttpRequest) -> HttpResponseServerError:
    """Without context processors: what surrounds a page may be what is broken."""
    return HttpResponseServerError(render_to_string("500.html", {"number": getattr(request, "id", "")}))
