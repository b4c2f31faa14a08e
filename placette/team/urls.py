from django.urls import path

from .views import second_factor, team

app_name = "team"

urlpatterns = [
    path("mairie/equipe/", team.team, name="team"),
    path("mairie/equipe/invitations/<int:pk>/retirer/", team.withdraw, name="withdraw"),
    path("mairie/equipe/<int:pk>/fin/", team.end, name="end"),
    path("equipe/<str:token>/", team.accept, name="accept"),
    path("mairie/securite/", second_factor.first, name="second_factor"),
]
