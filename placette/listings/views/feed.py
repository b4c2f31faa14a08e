"""The square: the feed of a commune and those around it, and asking in one line."""

import uuid
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from placette.core import limits
from placette.listings.actions import annonces
from placette.listings.forms.annonces import AskForm
from placette.listings.guess import kind_of
from placette.listings.kinds import CATEGORIES, KINDS
from placette.listings.models import Listing
from placette.listings.queries import annonces as queries
from placette.listings.square import above, sections, sections_for
from placette.people.audience import Audience
from placette.people.views.guard import closed_door, neighbours_only


@login_required
@require_safe
def feed(request: HttpRequest) -> HttpResponse:
    standing = request.standing  # type: ignore[attr-defined]
    if not standing.is_verified:
        if standing.is_townhall_only:
            return redirect("townhall:desk")
        if standing.is_social_only:
            return redirect("social:letters")
        if standing.is_territory_only:
            return redirect("townhall:community")
        if standing.is_operator_only:
            return redirect("townhall:operator")
        if standing.is_elected_only:
            return redirect("townhall:mayor")
        return closed_door(request)
    return _show(request, AskForm(initial={"key": uuid.uuid4()}))


def _show(request: HttpRequest, ask: AskForm) -> HttpResponse:
    filters = _filters(request)
    page = queries.feed(request.standing, filters)  # type: ignore[attr-defined]
    if filters.text and not page.listings and not ask.is_bound:
        ask = AskForm(initial={**ask.initial, "title": filters.text})
    context: dict[str, Any] = {
        "page": page,
        "filters": filters,
        "ask": ask,
        "kinds": list(KINDS.values()),
        "categories": CATEGORIES,
        "directions": Listing.Direction.choices,
        "commune": request.standing.home_commune,  # type: ignore[attr-defined]
        "following": _address(_query(filters) | {"suite": page.cursor}) if page.cursor else "",
        "links": _links(filters),
        "found": _found(filters, page),
        "without_text": _address(_without("q", filters)),
        "above": sections_for(request.standing, above),  # type: ignore[attr-defined]
        "sections": [] if _query(filters) or filters.cursor else sections_for(request.standing, sections),  # type: ignore[attr-defined]
    }
    return render(request, "listings/feed.html", context)


def _found(filters: queries.Filters, page: queries.Page) -> str:
    """Counted where all that was found is on the page."""
    words = {"text": filters.text, "number": len(page.listings)}
    if page.cursor or filters.cursor:
        return _("Annonces pour « %(text)s »") % words
    if not page.listings:
        return _("Aucune annonce pour « %(text)s »") % words
    return (
        ngettext(
            "%(number)d annonce pour « %(text)s »",
            "%(number)d annonces pour « %(text)s »",
            len(page.listings),
        )
        % words
    )


def _filters(request: HttpRequest) -> queries.Filters:
    def get(name: str, default: str = "") -> str:
        return request.GET.get(name, default).replace("\x00", "")

    return queries.Filters(
        kind=get("quoi", "")[:20],
        direction=get("sens", "")[:10],
        category=get("rayon", "")[:30],
        here=get("ici") == "1",
        text=get("q", "")[:80].strip(),
        cursor=get("suite", "")[:120],
    )


def _query(filters: queries.Filters) -> dict[str, str]:
    pairs = {
        "quoi": filters.kind,
        "sens": filters.direction,
        "rayon": filters.category,
        "q": filters.text,
        "ici": "1" if filters.here else "",
    }
    return {name: value for name, value in pairs.items() if value}


def _without(name: str, filters: queries.Filters) -> dict[str, str]:
    return {each: value for each, value in _query(filters).items() if each != name}


def _address(query: dict[str, str]) -> str:
    """Whole, since the square is also shown where a refused « Je cherche » was sent to."""
    return reverse("site:feed", query=query or None)


def _links(filters: queries.Filters) -> list[dict[str, Any]]:
    """The kinds as links that keep the other filters."""
    rest = _without("quoi", filters)
    links = [{"label": _("Tout"), "href": _address(rest), "current": not filters.kind}]
    links += [
        {
            "label": kind.label,
            "href": _address(rest | {"quoi": kind.name}),
            "current": filters.kind == kind.name,
        }
        for kind in KINDS.values()
    ]
    return links


@neighbours_only
@require_POST
def ask(request: HttpRequest) -> HttpResponse:
    """One line is enough: the request is on line at once and those who can help are told."""
    form = AskForm(request.POST)
    if not form.is_valid():
        return _show(request, form)
    if not limits.allow(f"publish:{request.user.pk}", 20, 86_400):
        form.add_error("title", _("Vingt annonces par jour, c’est déjà beaucoup : revenez demain."))
        return _show(request, form)
    membership = request.standing.first_verified  # type: ignore[attr-defined]
    kind, category = kind_of(form.cleaned_data["title"])
    key = form.cleaned_data["key"]
    listing = annonces.publish(
        request.user,
        membership,
        direction=Listing.Direction.REQUEST,
        kind=kind,
        category=category,  # type: ignore[arg-type]
        title=form.cleaned_data["title"],
        audience=Audience.COMMUNE,
        key=str(key) if key else None,
    )
    return redirect("listings:asked", listing.pk)
