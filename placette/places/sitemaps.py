from django.contrib.sitemaps import Sitemap

from .models import Commune, Community


class CommuneSitemap(Sitemap[Commune]):
    """Every commune, 5,000 an address."""

    limit = 5000
    changefreq = "monthly"

    def items(self):
        return Commune.objects.only("code", "slug").order_by("code")


class CommunitySitemap(Sitemap[Community]):
    changefreq = "monthly"

    def items(self):
        return Community.objects.only("siren", "slug").order_by("siren")


SITEMAPS = {"communes": CommuneSitemap, "communautes": CommunitySitemap}
