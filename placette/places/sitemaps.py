from django.contrib.sitemaps import Sitemap
from django.db.models import QuerySet

from .models import Commune, Community
from .queries import current_communes


class CommuneSitemap(Sitemap):
    """Every commune, 5,000 an address."""

    limit = 5000
    changefreq = "monthly"

    def items(self) -> QuerySet[Commune]:
        return current_communes().only("code", "slug").order_by("code")


class CommunitySitemap(Sitemap):
    changefreq = "monthly"

    def items(self) -> QuerySet[Community]:
        return Community.objects.only("siren", "slug").order_by("siren")


SITEMAPS = {"communes": CommuneSitemap, "communautes": CommunitySitemap}
