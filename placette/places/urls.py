from django.urls import path

from .views import communes, finding, waiting

app_name = "places"

urlpatterns = [
    path("communes/", finding.results, name="search"),
    path("communes/suggest", finding.suggest, name="suggest"),
    path("c/<slug:key>/", communes.commune, name="commune"),
    path("c/<slug:code>/boundary.geojson", communes.boundary, name="boundary"),
    path("c/<slug:key>/lettre/", communes.letter_page, name="letter"),
    path("c/<slug:key>/attente/", waiting.join, name="wait"),
    path("communautes/<slug:key>/", communes.community, name="community"),
    path("attente/<str:token>/", waiting.confirm, name="waiting_confirm"),
    path("attente/<str:token>/quitter/", waiting.leave, name="waiting_leave"),
]
