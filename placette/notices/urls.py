from django.urls import path

from . import views
from .by_mail.views import act

app_name = "notices"

urlpatterns = [
    path("avis/", views.inbox, name="inbox"),
    path("avis/vus/", views.see_all, name="see_all"),
    path("avis/reglages/", views.preferences, name="preferences"),
    path("avis/<int:notice_id>/", views.open_notice, name="open"),
    path("avis/faire/<str:token>/", act, name="by_mail"),
    path("avis/stop/<str:token>/", views.stop, name="stop"),
]
