"""Every address of the site. Rooms bring their own; here they are joined."""

from django.urls import include, path

from placette.carpool.standard.api import api as standard_covoiturage
from placette.listings.views import feed
from placette.people.views.signup import Signup
from placette.site.api import api
from placette.site.views import demo_mail, health, pages

handler500 = "placette.core.views.errors.broken"

site_patterns = (
    [
        path("", pages.home, name="home"),
        path("place/", feed.feed, name="feed"),
        path("a-propos/", pages.about, name="about"),
        path("mentions-legales/", pages.legal, name="legal"),
        path("confidentialite/", pages.privacy, name="privacy"),
        path("accessibilite/", pages.accessibility, name="accessibility"),
        path("demo/courriels/", demo_mail.mails, name="demo_mails"),
        path("demo/courriels/<slug:name>/", demo_mail.html, name="demo_mail"),
    ],
    "site",
)

urlpatterns = [
    path("robots.txt", pages.robots),
    path("healthz", health.healthz),
    path("metrics", health.metrics),
    path("", include(site_patterns)),
    path("", include("placette.core.urls")),
    path("compte/signup/", Signup.as_view()),  # in place of the library’s own
    path("compte/", include("allauth.urls")),
    path("api/v1/", api.urls),
    path("standard-covoiturage/v1/", standard_covoiturage.urls),
    path("langue/", include("django.conf.urls.i18n")),
    path("", include("placette.places.urls")),
    path("", include("placette.people.urls")),
    path("", include("placette.notices.urls")),
    path("", include("placette.conversations.urls")),
    path("", include("placette.listings.urls")),
    path("", include("placette.carpool.urls")),
    path("", include("placette.groupbuys.urls")),
    path("", include("placette.carpool.crews.urls")),
    path("", include("placette.carpool.standard.urls")),
    path("", include("placette.civic.urls")),
    path("open311/", include("placette.civic.open311.urls")),
    path("", include("placette.social.urls")),
    path("", include("placette.townhall.urls")),
    path("", include("placette.team.urls")),
    path("", include("placette.invitations.urls")),
    path("", include("placette.behalf.urls")),
]
