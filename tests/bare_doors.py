"""The addresses of the site, whose refusals are bare: ten thousand of them are asked for, and their page is tested elsewhere."""

from django.http import HttpRequest, HttpResponse

from placette.site.urls import urlpatterns  # noqa: F401


def handler403(request: HttpRequest, exception: Exception) -> HttpResponse:
    return HttpResponse(status=403)


def handler404(request: HttpRequest, exception: Exception) -> HttpResponse:
    return HttpResponse(status=404)
