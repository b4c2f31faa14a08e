from django.urls import path

from .views import arriving, campaigns, letters

app_name = "invitations"

urlpatterns = [
    path("mairie/invitations/", campaigns.campaigns, name="campaigns"),
    path("mairie/invitations/lettres/", letters.new, name="new_letters"),
    path("mairie/invitations/<int:pk>/", campaigns.campaign, name="campaign"),
    path("mairie/invitations/<int:pk>/avancement/", campaigns.progress, name="progress"),
    path("mairie/invitations/<int:pk>/lancer/", campaigns.begin, name="begin"),
    path("mairie/invitations/<int:pk>/annuler/", campaigns.cancel, name="cancel"),
    path("mairie/invitations/<int:pk>/a-corriger.csv", campaigns.refused, name="refused"),
    path("mairie/invitations/<int:pk>/lettres-<int:first>.pdf", letters.packet, name="packet"),
    path("lettre/<slug:commune>/<slug:code>/", arriving.letter, name="letter"),
]
