"""Addresses of the grouped purchases."""

from django.urls import path

from .collecting.views import afterwards, choosing, handing, left_overs, slots
from .views import campaign

app_name = "groupbuys"
urlpatterns = [
    path("achats/<int:pk>/", campaign.detail, name="detail"),
    path("achats/<int:pk>/retrait/", slots.collection, name="collection"),
    path("achats/<int:pk>/retrait/creneaux/", slots.add, name="add_slot"),
    path("achats/<int:pk>/retrait/creneaux/<int:slot>/", slots.change, name="change_slot"),
    path("achats/<int:pk>/retrait/creneaux/<int:slot>/supprimer/", slots.remove, name="remove_slot"),
    path("achats/<int:pk>/retrait/creneaux/<int:slot>/choisir/", choosing.choose, name="choose_slot"),
    path("achats/<int:pk>/retrait/creneaux/<int:slot>/aider/", choosing.join, name="help"),
    path("achats/<int:pk>/retrait/creneaux/<int:slot>/ne-plus-aider/", choosing.leave, name="help_no_more"),
    path("achats/<int:pk>/retrait/liberer/", choosing.give_up, name="give_up_slot"),
    path("achats/<int:pk>/retrait/mon-creneau.ics", choosing.calendar, name="slot_calendar"),
    path("achats/<int:pk>/retrait/mon-code/", choosing.code, name="my_code"),
    path("achats/<int:pk>/retrait/remise/", handing.hand_overs, name="hand_overs"),
    path("achats/<int:pk>/retrait/remise/hors-ligne.js", handing.worker, name="hand_overs_worker"),
    path("achats/<int:pk>/retrait/remise/tout/", handing.hand_over_the_rest, name="hand_over_the_rest"),
    path("achats/<int:pk>/retrait/remise/<int:share>/", handing.hand_over, name="hand_over"),
    path("achats/<int:pk>/retrait/remise/<int:share>/annuler/", handing.undo, name="undo_hand_over"),
    path("achats/<int:pk>/retrait/restes/", left_overs.left_overs, name="left_overs"),
    path("achats/<int:pk>/retrait/restes/<int:left_over>/annuler/", left_overs.unsettle, name="unsettle"),
    path("achats/<int:pk>/retrait/terminer/", afterwards.finish, name="finish"),
    path("achats/<int:pk>/merci/", afterwards.thank, name="thank"),
    path("achats/<int:pk>/refaire/", afterwards.run_again, name="run_again"),
    path("achats/<int:pk>/refaire/rythme/", afterwards.rhythm, name="rhythm"),
    path("achats/merci/<int:thanks>/afficher/", afterwards.show_thanks, name="show_thanks"),
    path("achats/mon-compteur/", afterwards.counter, name="counter"),
]
