from django.urls import path

from .views import agreements, annonces, feed, unanswered

app_name = "listings"

urlpatterns = [
    path("je-cherche/", feed.ask, name="ask"),
    path("annonces/nouvelle/", annonces.new, name="new"),
    path("annonces/miennes/", annonces.mine, name="mine"),
    path("annonces/<int:pk>/", annonces.detail, name="detail"),
    path("annonces/<int:pk>/demande/", annonces.asked, name="asked"),
    path("annonces/<int:pk>/reponse/", annonces.answer, name="answer"),
    path("annonces/<int:pk>/modifier/", annonces.edit, name="edit"),
    path("annonces/<int:pk>/pause/", annonces.pause, name="pause"),
    path("annonces/<int:pk>/reprise/", annonces.resume, name="resume"),
    path("annonces/<int:pk>/fin/", annonces.close, name="close"),
    path("annonces/<int:pk>/prolonger/", annonces.prolong, name="prolong"),
    path("entraide/sans-reponse/", unanswered.unanswered, name="unanswered"),
    path("entraide/sans-reponse/<int:pk>/", unanswered.note, name="note_call"),
    path("entraide/sans-reponse/<int:pk>/retirer/", unanswered.take_back, name="take_back_call"),
    path("accords/", agreements.agreements, name="agreements"),
    path("messages/<int:conversation_id>/proposition/", agreements.propose, name="propose"),
    path("accords/<int:pk>/contre-proposition/", agreements.counter, name="counter"),
    path("accords/<int:pk>/merci/", agreements.thank, name="thank"),
    path("accords/<int:pk>/merci/citer/", agreements.let_quote, name="let_quote"),
    path("accords/<int:pk>/<slug:name>/", agreements.take, name="take"),
    path("moi/mercis/<int:pk>/", agreements.show_thanks, name="show_thanks"),
]
