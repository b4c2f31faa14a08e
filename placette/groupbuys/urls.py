"""Addresses of the grouped purchases."""

from django.urls import path

from .views import campaign, papers, payments, share, statement, terms

app_name = "groupbuys"
urlpatterns = [
    path("achats/<int:pk>/", campaign.detail, name="detail"),
    path("achats/<int:pk>/ma-part/", share.share, name="share"),
    path("achats/<int:pk>/commande/", papers.order, name="order"),
    path("achats/<int:pk>/commande/fournisseur.<slug:suffix>", papers.for_supplier, name="order_paper"),
    path("achats/<int:pk>/commande/fiches.<slug:suffix>", papers.slips, name="slips"),
    path("achats/<int:pk>/paiements/", payments.payments, name="payments"),
    path("achats/<int:pk>/paiements/noter/", payments.settle, name="settle"),
    path("achats/<int:pk>/paiements/rappel/", payments.remind, name="remind"),
    path("achats/<int:pk>/paiements/modalites/", terms.terms, name="payment_terms"),
    path("achats/<int:pk>/paiements/releve/", statement.statement, name="statement"),
    path("achats/<int:pk>/paiements/releve/noter/", statement.confirm, name="confirm_statement"),
    path("achats/<int:pk>/paiements/<int:share>/", payments.of_share, name="payments_of"),
    path(
        "achats/<int:pk>/paiements/<int:share>/<int:payment>/retrait/",
        payments.withdraw,
        name="withdraw_payment",
    ),
]
