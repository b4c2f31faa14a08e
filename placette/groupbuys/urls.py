"""Addresses of the grouped purchases."""

from django.urls import path

from .views import beginning, campaign, lists, organisers, publishing

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
]
