"""How an annonce shows itself in a list, an amount, a distance."""

from datetime import datetime, timedelta

from django import template
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import Truncator
from django.utils.timesince import timesince
from django.utils.translation import gettext as _

from placette.core import photos
from placette.core.templatetags.amounts import euros, kilometres
from placette.core.templatetags.ui import avatar, badge, icon
from placette.listings.kinds import CATEGORIES, KINDS
from placette.listings.models import Agreement, CallNote, Listing

register = template.Library()
EXCERPT = 140  # characters


@register.filter
def category_label(name: str) -> str:
    return str(CATEGORIES[name][0]) if name in CATEGORIES else ""


@register.simple_tag
def agreement_badge(state: str | None) -> SafeString | str:
    """Where two people stand, beside a name; nothing for what came to nothing."""
    badges = {
        Agreement.State.PROPOSED: (_("Proposé"), "warn"),
        Agreement.State.ACCEPTED: (_("Convenu"), "info"),
        Agreement.State.DONE: (_("Fait"), "good"),
    }
    return badge(*badges[Agreement.State(state)]) if state in badges else ""


@register.simple_tag
def photo(picture: object, sizes: str = "100vw", lazy: bool = True) -> SafeString:
    name = picture.name  # type: ignore[attr-defined]
    loading = mark_safe(' loading="lazy"') if lazy else mark_safe(' fetchpriority="high"')
    return format_html(
        '<img src="{}" srcset="{}" sizes="{}" alt="" width="{}" height="{}"{}>',
        photos.url(name, 800),
        photos.srcset(name),
        sizes,
        picture.width,
        picture.height,
        loading,  # type: ignore[attr-defined]
    )


@register.simple_tag
def listing_card(listing: Listing, eager: bool = False) -> SafeString:
    """Wants author, commune, quarter, photos and `distance` read already (queries.for_cards)."""
    kind = KINDS[listing.kind]
    pictures = list(listing.photos.all())
    drawn = photo(pictures[0], "(min-width: 48rem) 20rem, 100vw", not eager) if pictures else icon(kind.icon)
    place = listing.quarter.name if listing.quarter else listing.commune.name
    distance = getattr(listing, "distance", None)
    if distance:
        place = _("à %(commune)s, %(distance)s") % {
            "commune": listing.commune.name,
            "distance": kilometres(distance),
        }
    price = (
        format_html('<p class="price">{}</p>', euros(listing.price_cents))
        if listing.price_cents is not None
        else ""
    )
    # A card without a picture has room for a few of the author's words.
    words = (
        format_html('<p class="listing-card__text" dir="auto">{}</p>', Truncator(listing.text).chars(EXCERPT))
        if listing.text and not pictures
        else ""
    )
    return format_html(
        '<article class="listing-card{}" data-room="{}"><div class="listing-card__picture">{}</div>'
        '<div class="listing-card__kind">{}</div><div class="listing-card__body">'
        '<h3 class="listing-card__title"><a href="{}" dir="auto">{}</a></h3>{}{}'
        '<p class="meta listing-card__foot">{}<span><span dir="auto">{}</span> · {}<br>{}</span></p></div></article>',
        "" if pictures else " listing-card--words",
        kind.room,
        drawn,
        badge(kind.verb(listing.direction), "accent", kind.icon),
        listing.get_absolute_url(),
        listing.title,
        words,
        price,
        avatar(listing.author, "s"),
        author_of(listing),
        place,
        since(listing.created_at),
    )


@register.simple_tag
def call_noted(note: CallNote) -> str:
    """« Odette S. a appelé · il y a 2 heures »"""
    said = {
        CallNote.Done.CALLED: _("%(name)s a appelé"),
        CallNote.Done.CALLS_BACK: _("%(name)s rappellera"),
        CallNote.Done.FOUND: _("%(name)s a trouvé quelqu’un"),
    }[CallNote.Done(note.done)]
    return f"{said % {'name': note.by.display_name}} · {since(note.at)}"


@register.filter
def author_of(listing: Listing) -> str:
    """« Odette M. », or « Odette M., par la mairie » where somebody posted it for her. Wants author and deed__by."""
    name = listing.author.display_name
    return f"{name}, {listing.deed.words}" if listing.deed else name


@register.filter
def since(instant: datetime) -> str:
    """« il y a 2 heures »: one unit is enough; « à l’instant » within the first minute."""
    if timezone.now() - instant < timedelta(minutes=1):
        return _("à l’instant")
    return _("il y a %(time)s") % {"time": timesince(instant, depth=1)}
