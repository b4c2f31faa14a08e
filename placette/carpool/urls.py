from django.urls import path

from placette.carpool import paths
from placette.carpool.views import bookings, trips

app_name = "carpool"

urlpatterns = [
    *paths.urlpatterns,
    path("trajets/", trips.search, name="search"),
    path("trajets/nouveau/", trips.new, name="new"),
    path("trajets/<int:pk>/", trips.trip, name="trip"),
    path("trajets/<int:pk>/pause/", trips.pause, name="pause"),
    path("trajets/<int:pk>/reprise/", trips.resume, name="resume"),
    path("trajets/<int:pk>/fin/", trips.close, name="close"),
    path("trajets/aller/<int:pk>/place/", bookings.ask, name="ask"),
    path("trajets/aller/<int:pk>/emmener/", bookings.offer, name="offer"),
    path("places/<int:pk>/accepter/", bookings.accept, name="accept"),
    path("places/<int:pk>/decliner/", bookings.decline, name="decline"),
    path("places/<int:pk>/annuler/", bookings.cancel, name="cancel"),
    path("places/<int:pk>/retard/", bookings.late, name="late"),
    path("suivi/<str:token>/", bookings.follow, name="follow"),
    path("places/<int:pk>/bilan/", bookings.report, name="report"),
]
