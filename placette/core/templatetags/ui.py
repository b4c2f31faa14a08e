"""Our components, by name. Each returns safe HTML; whatever it is given is escaped."""

from functools import cache
from typing import Any

from django import template
from django.template.loader import render_to_string
from django.utils.functional import Promise
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from .icons import ICONS

register = template.Library()
type Text = str | Promise


@register.simple_tag
@cache
def icon(name: str) -> SafeString:
    """A line drawing, silent for screen readers: the text beside it speaks."""
    drawing = mark_safe(ICONS.get(name, ICONS["info"]))  # noqa: S308 - our own constants
    return format_html('<svg class="icon" viewBox="0 0 24 24" aria-hidden="true">{}</svg>', drawing)


@register.simple_tag
def avatar(person: Any, size: str = "") -> SafeString:
    classes = f"avatar avatar--{size}" if size else "avatar"
    if photo := getattr(person, "photo_url", ""):
        return format_html(
            '<img class="{}" src="{}" alt="" width="96" height="96" loading="lazy">', classes, photo
        )
    hue = getattr(person, "hue", 0)
    return format_html(
        '<span class="{} avatar--hue-{}" aria-hidden="true">{}</span>', classes, hue, person.initials
    )


@register.simple_tag
def badge(text: Text, tone: str = "neutral", icon: str = "") -> SafeString:
    return format_html('<span class="badge badge--{}">{}{}</span>', tone, _drawn(icon), text)


@register.simple_tag
def button(
    text: Text, kind: str = "primary", icon: str = "", name: str = "", value: str = "", type: str = "submit"
) -> SafeString:
    named = format_html(' name="{}" value="{}"', name, value) if name else ""
    return format_html(
        '<button class="button button--{}" type="{}"{}>{}{}</button>', kind, type, named, _drawn(icon), text
    )


@register.simple_tag
def link_button(text: Text, href: str, kind: str = "primary", icon: str = "") -> SafeString:
    return format_html('<a class="button button--{}" href="{}">{}{}</a>', kind, href, _drawn(icon), text)


def _drawn(name: str) -> SafeString | str:
    return icon(name) if name else ""


@register.simple_block_tag
def card(content: str, href: str = "", room: str = "") -> SafeString:
    attributes = format_html(' data-room="{}"', room) if room else ""
    if href:
        return format_html('<a class="card stack" href="{}"{}>{}</a>', href, attributes, content)
    return format_html('<div class="card stack"{}>{}</div>', attributes, content)


@register.simple_block_tag
def callout(content: str, tone: str = "info", icon: str = "info") -> SafeString:
    return format_html(
        '<div class="callout callout--{}">{}<div class="stack">{}</div></div>', tone, _drawn(icon), content
    )


@register.simple_block_tag
def disclosure(content: str, title: str) -> SafeString:
    """Something to open in place; works without JavaScript."""
    return format_html(
        '<details class="card"><summary>{}</summary><div class="stack">{}</div></details>', title, content
    )


@register.simple_block_tag
def dialog(content: str, id: str, title: str) -> SafeString:
    """A sheet over the page, which the browser itself opens, closes and gives back the focus of."""
    return format_html(
        '<dialog id="{0}" popover aria-labelledby="{0}-title"><div class="stack"><h2 id="{0}-title">{1}</h2>{2}'
        '<button class="button button--quiet" type="button" popovertarget="{0}" popovertargetaction="hide">{3}</button>'
        "</div></dialog>",
        id,
        title,
        content,
        _("Fermer"),
    )


@register.simple_tag
def dialog_opener(id: str, text: Text, kind: str = "secondary", icon: str = "") -> SafeString:
    return format_html(
        '<button class="button button--{}" type="button" popovertarget="{}" aria-haspopup="dialog">{}{}</button>',
        kind,
        id,
        _drawn(icon),
        text,
    )


@register.simple_block_tag
def place_map(
    content: str, label: Text, outlines: str, features: dict[str, Any] | None = None, pick: str = ""
) -> SafeString:
    """A drawing that becomes a map: `outlines` is the address of GeoJSON with a bbox, `features` GeoJSON to show on it
    (points with `name`, `kind`, `url`; lines; areas), `pick` the form's inputs that a chosen point fills, latitude first.
    """
    words = {
        "NavigationControl.ZoomIn": _("Agrandir"),
        "NavigationControl.ZoomOut": _("Réduire"),
        "CooperativeGesturesHandler.WindowsHelpText": _("Ctrl et la molette pour agrandir la carte"),
        "CooperativeGesturesHandler.MacHelpText": _("⌘ et la molette pour agrandir la carte"),
        "CooperativeGesturesHandler.MobileHelpText": _("Deux doigts pour déplacer la carte"),
        "picked": _("Point choisi. Vous pouvez encore le changer."),
        "nowhere": _("Votre appareil n’a pas donné de position. Touchez la carte à la place."),
    }
    facts = {"words": words, "features": features} if features else {"words": words}
    shown = {"drawing": content, "label": label, "outlines": outlines, "pick": pick, "facts": facts}
    return mark_safe(render_to_string("core/place_map.html", shown))  # noqa: S308 - the template escapes what it is given


@register.simple_tag
def illustration(name: str) -> SafeString:
    return mark_safe(render_to_string(f"core/illustrations/{name}.html"))  # noqa: S308 - our own drawings


@register.simple_tag
def empty_state(
    title: Text, text: Text, illustration: str = "bench", action: Text = "", href: str = ""
) -> SafeString:
    pressed = link_button(action, href) if action and href else ""
    return format_html(
        '<div class="empty">{}<h2>{}</h2><p class="muted">{}</p>{}</div>',
        mark_safe(render_to_string(f"core/illustrations/{illustration}.html")),  # noqa: S308 - our own drawings
        title,
        text,
        pressed,
    )


@register.simple_tag
def pager(page: Any) -> SafeString:
    """`page` has previous_url, next_url and perhaps label; nothing where there is one page only."""
    previous, following = getattr(page, "previous_url", ""), getattr(page, "next_url", "")
    if not previous and not following:
        return mark_safe("")
    back = (
        link_button(_("Précédent"), previous, "secondary", "arrow-left")
        if previous
        else mark_safe("<span></span>")
    )
    on = link_button(_("Suivant"), following, "secondary", "arrow-right") if following else ""
    return format_html('<nav class="pager" aria-label="{}">{}{}</nav>', _("Pages"), back, on)


@register.simple_tag
def tabs(items: list[Any], label: str = "") -> SafeString:
    """Items with label, href, current and perhaps count, as mappings or objects."""
    links = mark_safe("")
    for item in items:
        get = item.get if isinstance(item, dict) else lambda key, item=item: getattr(item, key, None)
        current = mark_safe(' aria-current="page"') if get("current") else ""
        count = format_html(" <span>({})</span>", get("count")) if get("count") is not None else ""
        links += format_html('<a href="{}"{}>{}{}</a>', get("href"), current, get("label"), count)
    return format_html('<nav class="tabs" aria-label="{}">{}</nav>', label or _("Rubriques"), links)


@register.simple_tag
def form_errors(form: Any) -> SafeString:
    """What is wrong with the form as a whole, first thing on it; errors of a field stand beside the field."""
    if not form.is_bound or form.is_valid():
        return mark_safe("")
    said = [str(error) for error in form.non_field_errors()] or [
        _("Il reste quelque chose à corriger ci-dessous. Rien n’est perdu.")
    ]
    lines = format_html_join("", "<p>{}</p>", ((error,) for error in said))
    return format_html(
        '<div class="callout callout--bad" role="alert">{}<div>{}</div></div>', icon("alert"), lines
    )
