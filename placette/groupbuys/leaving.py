"""What goes of the grouped purchases when a space is closed: those that were organised in it, whoever took part."""

from django.db.models import Model
from django.urls import reverse

from placette.groupbuys import models
from placette.groupbuys.models import Campaign, Supplier
from placette.notices import actions as notices
from placette.places.leaving import letting_go

# What keeps something else from going comes before it; the rest goes with the campaign.
FIRST: tuple[tuple[type[Model], str], ...] = (
    (models.Payment, "share__pledge__campaign"),
    (models.HandedLine, "line__pledge__campaign"),
    (models.HandOver, "share__pledge__campaign"),
    (models.LeftOver, "product__campaign"),
    (models.PickUp, "slot__campaign"),
    (models.Substitute, "share__pledge__campaign"),
    (models.Share, "pledge__campaign"),
    (models.Closing, "campaign"),
    (models.Line, "pledge__campaign"),
    (models.Pledge, "campaign"),
    (models.Interest, "campaign"),
    (models.QuoteTier, "quote__campaign"),
)


def erase(code: str) -> None:
    """With shares, payments, quotes, and the suppliers from whom nobody else buys. The ledger, which names nobody, keeps its
    figures. What is over may not be changed, only erased whole.
    """
    campaigns = Campaign.objects.filter(commune=code)
    gone = list(campaigns.values_list("pk", flat=True))
    notices.erase(reverse("groupbuys:detail", args=[pk]) for pk in gone)
    sold_here = list(Supplier.objects.filter(campaigns__in=gone).values_list("pk", flat=True).distinct())
    with letting_go():
        for model, its_campaign in FIRST:
            model._default_manager.filter(**{f"{its_campaign}__in": gone}).delete()
        campaigns.delete()
    Supplier.objects.filter(pk__in=sold_here, campaigns=None).delete()
