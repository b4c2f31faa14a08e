"""Addresses of feeds and papers, which carpool/urls.py hangs in."""

from django.urls import path

from placette.carpool.views import car, feeds, proof

urlpatterns = [
    path("carpool/gtfs.zip", feeds.gtfs, name="gtfs"),
    path("carpool/gtfs-<slug:part>.zip", feeds.gtfs, name="gtfs_overseas"),
    path("covoiturage/agenda/<uuid:key>.ics", feeds.calendar, name="calendar"),
    path("covoiturage/voiture/", car.car, name="car"),
    path("covoiturage/voiture/oubli/", car.forget_car, name="forget_car"),
    path("covoiturage/justificatifs/", proof.papers, name="papers"),
    path("covoiturage/justificatifs/agenda/", feeds.open_calendar, name="open_calendar"),
    path("covoiturage/justificatifs/agenda/fin/", feeds.close_calendar, name="close_calendar"),
    path("covoiturage/justificatifs/registre/", proof.join_register, name="join_register"),
    path("covoiturage/justificatifs/registre/fin/", proof.leave_register, name="leave_register"),
    path("covoiturage/justificatifs/<int:year>.pdf", proof.certificate, name="certificate"),
]
