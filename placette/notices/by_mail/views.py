"""The page of a link: what it would do, and one button. Mail filters follow links, so the link alone does nothing."""

from dataclasses import replace
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from placette.core import limits
from placette.people.reading import read_aloud_to
from placette.people.standing import Standing, standing_of

from . import links
from .acts import Refused

MOST, WITHIN = 40, 3600  # acts of one person, all links together


@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def act(request: HttpRequest, token: str) -> HttpResponse:
    """Signs nobody in, and asks for nobody to be signed in: the link is the right to do this one thing."""
    link = links.read(token)
    if link is None:
        return render(request, "notices/by_mail_old.html", status=410)
    with translation.override(link.person.language):
        return _answered(request, link)


def _answered(request: HttpRequest, link: links.Link) -> HttpResponse:
    standing = standing_of(link.person)
    asked = link.act.ask(standing, link.pk)
    if asked is None:
        return render(request, "notices/by_mail_old.html", status=410)
    if _is_suspended(standing):  # as on the pages, nobody reads a word
        asked = replace(asked, question=str(link.act.button), words=())
    # Done already is seen before anything else: who presses twice reads that it stands.
    over = asked.over or _at_rest(standing)
    with timezone.override(asked.zone):
        form = link.act.form(standing, link.pk, request.POST if request.method == "POST" else None)
        context: dict[str, Any] = {"link": link, "asked": asked, "form": form, "over": over}
        context["read_aloud"] = [] if over else read_aloud_to(asked.to, asked.said)
        if over:
            context["typed"] = [(each.label, each.value()) for each in form.visible_fields() if form.is_bound]
            return render(request, "notices/by_mail.html", context, status=409 if form.is_bound else 200)
        if not form.is_bound:
            return render(request, "notices/by_mail.html", context)
        if said := _done(link, standing, form):
            return render(request, "notices/by_mail_done.html", context | {"said": said})
        return render(request, "notices/by_mail.html", context, status=422)


def _done(link: links.Link, standing: Standing, form: forms.Form) -> str:
    """What she reads once it is done; nothing where the form says why it is not."""
    if not form.is_valid():
        return ""
    if not limits.allow(f"by_mail:{link.person.pk}", MOST, WITHIN):
        form.add_error(None, _("C’est beaucoup à la fois : attendez une heure. Le lien reste bon."))
        return ""
    try:
        return link.act.do(standing, link.pk, form)
    except Refused as refused:
        form.add_error(None, str(refused))
        return ""


def _is_suspended(standing: Standing) -> bool:
    space = getattr(standing.home_commune, "space", None)
    return space is not None and space.suspended_at is not None


def _at_rest(standing: Standing) -> str:
    """As the pages say it of a space in which nothing can be written."""
    space = getattr(standing.home_commune, "space", None)
    if space is None:
        return ""
    if _is_suspended(standing):
        return _("La place de votre commune est suspendue : rien n’a été envoyé, rien n’est effacé.")
    if space.closed_at or space.is_read_only:
        return _("La place de votre commune se lit, mais n’écrit plus : rien n’a été envoyé.")
    return ""
