"""The home page and the pages that say who we are."""

from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Who is signed in goes straight to the square; anybody else reads what Placette is. No query."""
    if request.user.is_authenticated:
        return redirect("site:feed")
    return render(request, "site/home.html")


@require_safe
def about(request: HttpRequest) -> HttpResponse:
    return render(request, "site/about.html")


@require_safe
def legal(request: HttpRequest) -> HttpResponse:
    return render(request, "site/legal.html")


@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    geocoder = urlsplit(settings.CONFIGURATION.geocoder_url).hostname
    return render(request, "site/privacy.html", {"geocoder": geocoder})


@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    return render(request, "site/accessibility.html")


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """Where the map of the site is, and what a robot that follows every link would fill with empty sessions."""
    lines = (
        "User-agent: *",
        "Disallow: /rejoindre/",
        f"Disallow: {reverse('account_signup')}",
        f"Disallow: {reverse('account_login')}",
        f"Sitemap: {settings.SITE_URL}{reverse('places:sitemap_index')}",
    )
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")
