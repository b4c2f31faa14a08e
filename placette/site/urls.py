"""Every address of the site. Rooms bring their own; here they are joined."""

from importlib.util import find_spec

from django.urls import include, path

from placette.listings.views import feed
from placette.site.views import demo_mail, health, pages

site_patterns = (
    [
        path("", pages.home, name="home"),
        path("place/", feed.feed, name="feed"),
        path("a-propos/", pages.about, name="about"),
        path("mentions-legales/", pages.legal, name="legal"),
        path("confidentialite/", pages.privacy, name="privacy"),
        path("accessibilite/", pages.accessibility, name="accessibility"),
        path("demo/courriels/", demo_mail.mails, name="demo_mails"),
    ],
    "site",
)

urlpatterns = [
    path("healthz", health.healthz),
    path("metrics", health.metrics),
    path("", include(site_patterns)),
    path("", include("placette.core.urls")),
    path("compte/", include("allauth.urls")),
    path("langue/", include("django.conf.urls.i18n")),
]
for room in ("places", "people", "notices", "conversations", "listings", "townhall"):
    if find_spec(f"placette.{room}.urls"):
        urlpatterns.append(path("", include(f"placette.{room}.urls")))
