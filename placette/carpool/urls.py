from django.urls import path

from placette.carpool.views import boarding, bookings, car, ends, feeds, posting, proof, trips

app_name = "carpool"

urlpatterns = [
    path("trajets/", trips.search, name="search"),
    path("trajets/nouveau/", posting.new, name="new"),
    path("trajets/carte/", ends.on_map, name="end_on_map"),
    path("trajets/noms/", ends.names, name="end_names"),
    path("trajets/trace/", ends.trace, name="trace"),
    path("trajets/lieu/", ends.at_point, name="end_at_point"),
    path("trajets/<int:pk>/", trips.trip, name="trip"),
    path("trajets/<int:pk>/modifier/", posting.edit, name="edit"),
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
    path("places/<int:pk>/code/", boarding.code, name="code"),
    path("places/<int:pk>/a-bord/", boarding.board, name="board"),
    path("places/<int:pk>/bilan/", bookings.report, name="report"),
    path("carpool/gtfs.zip", feeds.gtfs, name="gtfs"),
    path("carpool/gtfs-<slug:part>.zip", feeds.gtfs, name="gtfs_overseas"),
    path("covoiturage/agenda/<uuid:key>.ics", feeds.calendar, name="calendar"),
    path("covoiturage/voiture/", car.car, name="car"),
    path("covoiturage/voiture/oubli/", car.forget_car, name="forget_car"),
    path("covoiturage/entre-femmes/", car.join_women, name="join_women"),
    path("covoiturage/entre-femmes/fin/", car.leave_women, name="leave_women"),
    path("covoiturage/justificatifs/", proof.papers, name="papers"),
    path("covoiturage/justificatifs/agenda/", feeds.open_calendar, name="open_calendar"),
    path("covoiturage/justificatifs/agenda/fin/", feeds.close_calendar, name="close_calendar"),
    path("covoiturage/justificatifs/registre/", proof.join_register, name="join_register"),
    path("covoiturage/justificatifs/registre/fin/", proof.leave_register, name="leave_register"),
    path("covoiturage/justificatifs/<int:year>.pdf", proof.certificate, name="certificate"),
]
