from django.urls import path

from . import views

patterns = [
    path("intercommunalite/", views.overview, name="community"),
    path("intercommunalite/chiffres.csv", views.figures_file, {"form": "csv"}, name="community_csv"),
    path("intercommunalite/chiffres.xlsx", views.figures_file, {"form": "xlsx"}, name="community_xlsx"),
    path("intercommunalite/inviter/<slug:code>/", views.letter, name="community_letter"),
    path("intercommunalite/inviter/<slug:code>/lettre.pdf", views.letter_pdf, name="community_letter_pdf"),
]
