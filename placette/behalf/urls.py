from django.urls import path

from .views import consents, one, people, purchases, rides, threads

app_name = "behalf"

urlpatterns = [
    path("pour/", people.people, name="people"),
    path("pour/nouveau/", people.new, name="new"),
    path("pour/<int:pk>/", one.one, name="one"),
    path("pour/<int:pk>/dit/", one.told, name="told"),
    path("pour/<int:pk>/annonce/", one.post, name="post"),
    path("pour/<int:pk>/annonces/", one.square, name="square"),
    path("pour/<int:pk>/annonces/<int:listing_id>/", one.answer, name="answer"),
    path("pour/<int:pk>/annonces/<int:listing_id>/fin/", one.close, name="close"),
    path("pour/<int:pk>/messages/<int:conversation_id>/", threads.thread, name="thread"),
    path("pour/<int:pk>/accords/<int:agreement_id>/merci/", threads.thank, name="thank"),
    path("pour/<int:pk>/accords/<int:agreement_id>/<slug:name>/", threads.take, name="take"),
    path("pour/<int:pk>/achats/", purchases.offered, name="purchases"),
    path("pour/<int:pk>/achats/<int:campaign_id>/", purchases.purchase, name="purchase"),
    path("pour/<int:pk>/achats/<int:campaign_id>/fin/", purchases.withdraw, name="withdraw"),
    path("pour/<int:pk>/achats/<int:campaign_id>/prix/", purchases.accept, name="accept_price"),
    path("pour/<int:pk>/achats/<int:campaign_id>/rester/", purchases.stay, name="stay"),
    path("pour/<int:pk>/achats/<int:campaign_id>/part.pdf", purchases.slip, name="slip"),
    path("pour/<int:pk>/achats/<int:campaign_id>/remplacant/", purchases.send, name="send"),
    path("pour/<int:pk>/achats/<int:campaign_id>/retrait/<int:slot>/", purchases.choose, name="choose_slot"),
    path("pour/<int:pk>/trajet/", rides.ask, name="ask_ride"),
    path("pour/<int:pk>/trajets/<int:trip_id>/", rides.ride, name="ride"),
    path("pour/<int:pk>/trajets/<int:trip_id>/fin/", rides.close, name="close_ride"),
    path("pour/<int:pk>/places/<int:booking_id>/trajet.pdf", rides.slip, name="ride_slip"),
    path("pour/<int:pk>/places/<int:booking_id>/<slug:name>/", rides.take, name="take_ride"),
    path("pour/<int:pk>/feuille.pdf", consents.sheet, name="sheet"),
    path("pour/<int:pk>/code/", consents.code, name="code"),
    path("pour/<int:pk>/accord/", consents.agree, name="agree"),
    path("pour/<int:pk>/fin/", consents.end, name="end"),
    path("reprendre/", consents.take_over, name="take_over"),
]
