from django.urls import path

from placette.carpool.crews.views import crews, members, turns

app_name = "crews"

urlpatterns = [
    path("equipages/", crews.crews, name="crews"),
    path("equipages/nouveau/", crews.new, name="new"),
    path("equipages/<int:pk>/", crews.crew, name="crew"),
    path("equipages/<int:pk>/inviter/", members.invite, name="invite"),
    path("equipages/<int:pk>/rejoindre/", members.join, name="join"),
    path("equipages/<int:pk>/mes-jours/", members.change, name="change"),
    path("equipages/<int:pk>/quitter/", members.leave, name="leave"),
    path("equipages/<int:pk>/retirer/<int:other>/", members.remove, name="remove"),
    path("equipages/<int:pk>/tour/", turns.turn, name="turn"),
    path("equipages/<int:pk>/bilan/", turns.report, name="report"),
    path("equipages/invitation/<str:token>/", members.invitation, name="invitation"),
]
