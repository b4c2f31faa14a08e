from django.contrib.sitemaps.views import index, sitemap
from django.urls import path
from django.views.decorators.cache import cache_page

from .sitemaps import SITEMAPS
from .views import communes, finding, waiting

app_name = "places"
a_day = cache_page(24 * 3600, cache="process")

urlpatterns = [
    path("communes/", finding.results, name="search"),
    path("communes/suggest", finding.suggest, name="suggest"),
    path("communes/carte.geojson", communes.box, name="box"),
    path("c/<slug:key>/", communes.commune, name="commune"),
    path("c/<slug:code>/boundary.geojson", communes.boundary, name="boundary"),
    path("c/<slug:key>/lettre/", communes.letter_page, name="letter"),
    path("c/<slug:key>/attente/", waiting.join, name="wait"),
    path("communautes/<slug:key>/", communes.community, name="community"),
    path("attente/<str:token>/", waiting.confirm, name="waiting_confirm"),
    path("attente/<str:token>/quitter/", waiting.leave, name="waiting_leave"),
    path(
        "sitemap.xml",
        a_day(index),
        {"sitemaps": SITEMAPS, "sitemap_url_name": "places:sitemap"},
        name="sitemap_index",
    ),
    path("sitemap-<section>.xml", a_day(sitemap), {"sitemaps": SITEMAPS}, name="sitemap"),
]
