"""Addresses of the grouped purchases."""

from django.urls import path

from .views import beginning, campaign, extending, inviting, lists, organisers, pledging, publishing

app_name = "groupbuys"
urlpatterns = [
    path("achats/", lists.square, name="square"),
    path("achats/miens/", lists.mine, name="mine"),
    path("achats/nouveau/", beginning.new, name="new"),
    path("achats/organiser/<str:token>/", organisers.join, name="join_organisers"),
    path("achats/<int:pk>/modifier/", beginning.edit, name="edit"),
    path("achats/<int:pk>/publier/", publishing.publish, name="publish"),
    path("achats/<int:pk>/annuler/", publishing.cancel, name="cancel"),
    path("achats/<int:pk>/organisateurs/", organisers.organisers, name="organisers"),
    path("achats/<int:pk>/", campaign.detail, name="detail"),
    path("achats/<int:pk>/tableau/", campaign.board, name="board"),
    path("achats/<int:pk>/participer/", pledging.pledge, name="pledge"),
    path("achats/<int:pk>/retirer/", pledging.withdraw, name="withdraw"),
    path("achats/<int:pk>/attente/", pledging.wait, name="wait"),
    path("achats/<int:pk>/attente/fin/", pledging.stop_waiting, name="stop_waiting"),
    path("achats/<int:pk>/accepter/", pledging.accept, name="accept"),
    path("achats/<int:pk>/rester/", pledging.stay, name="stay"),
    path("achats/<int:pk>/prolonger/", extending.extend, name="extend"),
    path("achats/<int:pk>/inviter/", inviting.invite, name="invite"),
    path("achats/<int:pk>/rejoindre/<slug:token>/", inviting.join, name="join"),
    path("achats/<int:pk>/affiche/", inviting.poster, name="poster"),
]
