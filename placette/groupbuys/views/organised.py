"""What only those who organise a purchase reach."""

from django.http import Http404, HttpRequest

from placette.groupbuys.models import Campaign
from placette.groupbuys.queries import campaigns as queries


def organised_or_404(request: HttpRequest, pk: int) -> Campaign:
    """With its organisers, supplier, products and tiers."""
    campaign = queries.organised(request.standing, pk)  # type: ignore[attr-defined]
    if campaign is None:
        raise Http404
    return campaign
