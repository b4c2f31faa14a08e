from django.urls import path

from .views import announcements, desk_announcements, desk_polls, polls

app_name = "civic"

urlpatterns = [
    path("actualites/", announcements.mine, name="mine"),
    path("actualites/<int:pk>/", announcements.announcement, name="announcement"),
    path("actualites/<int:pk>/alerte.xml", announcements.cap, name="cap"),
    path("c/<slug:key>/actualites/", announcements.of_commune, name="announcements"),
    path("c/<slug:key>/actualites/flux.atom", announcements.atom, name="atom"),
    path("c/<slug:key>/actualites/flux.json", announcements.json_feed, name="json_feed"),
    path("consultations/", polls.mine, name="polls"),
    path("consultations/<int:pk>/", polls.poll, name="poll"),
    path("consultations/<int:pk>/vote/", polls.vote, name="vote"),
    path("consultations/<int:pk>/merci/", polls.voted, name="voted"),
    path("mairie/actualites/", desk_announcements.desk, name="desk_announcements"),
    path("mairie/actualites/nouvelle/", desk_announcements.new, name="new_announcement"),
    path("mairie/actualites/<int:pk>/", desk_announcements.preview, name="preview"),
    path("mairie/actualites/<int:pk>/modifier/", desk_announcements.edit, name="edit_announcement"),
    path("mairie/actualites/<int:pk>/publier/", desk_announcements.publish, name="publish"),
    path("mairie/actualites/<int:pk>/retirer/", desk_announcements.withdraw, name="withdraw"),
    path("mairie/actualites/<int:pk>/fin/", desk_announcements.end, name="end"),
    path("mairie/actualites/<int:pk>/supprimer/", desk_announcements.discard, name="discard"),
    path("mairie/consultations/", desk_polls.desk, name="desk_polls"),
    path("mairie/consultations/nouvelle/", desk_polls.new, name="new_poll"),
    path("mairie/consultations/<int:pk>/", desk_polls.preview, name="preview_poll"),
    path("mairie/consultations/<int:pk>/modifier/", desk_polls.edit, name="edit_poll"),
    path("mairie/consultations/<int:pk>/publier/", desk_polls.publish, name="publish_poll"),
    path("mairie/consultations/<int:pk>/retirer/", desk_polls.withdraw, name="withdraw_poll"),
    path("mairie/consultations/<int:pk>/supprimer/", desk_polls.discard, name="discard_poll"),
]
