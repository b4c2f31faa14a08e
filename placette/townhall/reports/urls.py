from django.urls import path

from . import views

patterns = [
    path("mairie/rapports/", views.reports, name="reports"),
    path("mairie/rapports/citations.pdf", views.quotations, name="quotations"),
    path("mairie/rapports/<slug:month>.pdf", views.paper, name="report_paper"),
    path("donnees/<slug:code>/chiffres.csv", views.figures, name="open_figures"),
    path("donnees/chiffres.schema.json", views.schema, name="open_schema"),
]
