"""Who among the neighbours hears what of the quotes: the organisers of each answer, the others once they may compare."""

from django.urls import reverse

from placette.core import live
from placette.groupbuys.actions.telling import topic
from placette.groupbuys.models import Campaign, Interest, Organiser, Quote
from placette.notices.actions import notify


def answered(quote: Quote) -> None:
    """Each answer once, also one that was changed."""
    event = "quoted" if quote.state == Quote.State.SENT else "not_quoted"
    _organisers(quote, event, f"{event}:{quote.pk}:{quote.answered_at:%Y%m%d%H%M%S%f}")


def unreachable(quote: Quote) -> None:
    """Her e-mail address takes no mail."""
    _organisers(quote, "unreachable", f"unreachable:{quote.pk}")


def shown(campaign: Campaign) -> None:
    people = set(Interest.objects.filter(campaign=campaign).values_list("person_id", flat=True))
    key = f"purchase:{campaign.pk}:compared"
    notify(people, "purchase", _url(campaign.pk), key, event="compared", title=campaign.title)
    live.announce(topic(campaign.pk), "compared", {})


def _organisers(quote: Quote, event: str, key: str) -> None:
    people = Organiser.objects.filter(campaign=quote.campaign_id).values_list("person_id", flat=True)
    facts = {"event": event, "title": quote.campaign.title, "supplier": quote.firm or quote.name}
    key = f"purchase:{quote.campaign_id}:{key}"
    notify(people, "purchase", _url(quote.campaign_id), key, **facts)


def _url(campaign_id: int) -> str:
    return reverse("groupbuys:quotes", args=[campaign_id])
