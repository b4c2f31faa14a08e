from django.urls import path

from .models import Campaign
from .views import arriving, board, campaigns, letters, lists, posters

app_name = "invitations"

urlpatterns = [
    path("mairie/invitations/", campaigns.campaigns, name="campaigns"),
    path("mairie/invitations/lettres/", lists.new, {"kind": Campaign.Kind.LETTERS}, name="new_letters"),
    path("mairie/invitations/courriels/", lists.new, {"kind": Campaign.Kind.EMAILS}, name="new_mails"),
    path("mairie/invitations/affiche/", posters.new, name="new_poster"),
    path("affiches/", posters.posters, name="posters"),
    path("mairie/invitations/<int:pk>/affiche-<slug:size>.pdf", posters.paper, name="poster"),
    path("mairie/invitations/<int:pk>/", campaigns.campaign, name="campaign"),
    path("mairie/invitations/<int:pk>/avancement/", campaigns.progress, name="progress"),
    path("mairie/invitations/<int:pk>/colonnes/", campaigns.match, name="match"),
    path("mairie/invitations/<int:pk>/lancer/", campaigns.begin, name="begin"),
    path("mairie/invitations/<int:pk>/annuler/", campaigns.cancel, name="cancel"),
    path("mairie/invitations/<int:pk>/exemple.pdf", letters.example, name="example"),
    path("mairie/invitations/<int:pk>/a-corriger.csv", campaigns.refused, name="refused"),
    path("mairie/invitations/<int:pk>/lettres-<int:first>.pdf", letters.packet, name="packet"),
    path("mairie/tableau/campagnes.csv", board.campaigns_file, {"form": "csv"}, name="campaigns_csv"),
    path("mairie/tableau/campagnes.xlsx", board.campaigns_file, {"form": "xlsx"}, name="campaigns_xlsx"),
    path("venir/<slug:mark>/", arriving.come, name="come"),
    path("invitation/<str:token>/", arriving.invited, name="invited"),
    path("invitation/<str:token>/stop/", arriving.stop, name="stop_inviting"),
    path("lettre/<slug:commune>/<slug:code>/", arriving.letter, name="letter"),
]
