from django.urls import path

from . import views

app_name = "partners"

urlpatterns = [
    path("trajets/partenaires/", views.rides, name="rides"),
    path("trajets/partenaires/<uuid:pk>/", views.booking, name="booking"),
    path("trajets/partenaires/<uuid:pk>/accord/", views.accept, name="accept"),
    path("trajets/partenaires/<uuid:pk>/refus/", views.decline, name="decline"),
    path("trajets/partenaires/<uuid:pk>/annulation/", views.cancel, name="cancel"),
    path("trajets/partenaires/messages/<int:pk>/", views.message, name="message"),
]
