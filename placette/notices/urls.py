from django.urls import path

from . import views

app_name = "notices"

urlpatterns = [
    path("avis/", views.inbox, name="inbox"),
    path("avis/vus/", views.see_all, name="see_all"),
    path("avis/reglages/", views.preferences, name="preferences"),
    path("avis/<int:notice_id>/", views.open_notice, name="open"),
    path("avis/stop/<str:token>/", views.stop, name="stop"),
]
