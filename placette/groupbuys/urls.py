"""Addresses of the grouped purchases."""

from django.urls import path

from .views import campaign, interest, quotes, reports, supplier

app_name = "groupbuys"
urlpatterns = [
    path("achats/<int:pk>/", campaign.detail, name="detail"),
    path("achats/<int:pk>/interet/", interest.interest, name="interest"),
    path("achats/<int:pk>/interet/retirer/", interest.take_back, name="take_interest_back"),
    path("achats/<int:pk>/devis/", quotes.compare, name="quotes"),
    path("achats/<int:pk>/devis/demander/", quotes.ask, name="ask_supplier"),
    path("achats/<int:pk>/devis/montrer/", quotes.show, name="show_quotes"),
    path("achats/<int:pk>/devis/<int:quote>/redemander/", quotes.ask_again, name="ask_supplier_again"),
    path("achats/<int:pk>/devis/<int:quote>/retirer/", quotes.revoke, name="revoke_quote"),
    path("achats/<int:pk>/devis/<int:quote>/voter/", quotes.vote, name="vote"),
    path("achats/<int:pk>/devis/<int:quote>/choisir/", quotes.choose, name="choose_quote"),
    path("devis/<str:token>/", supplier.supplier, name="supplier"),
    path("achats/<int:pk>/signaler/", reports.report, name="report"),
    path("signalements/achats/", reports.reports, name="reports"),
    path("signalements/achats/<int:pk>/", reports.decide, name="decide_report"),
]
