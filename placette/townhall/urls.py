from django.urls import path

from . import point_views, views

app_name = "townhall"

urlpatterns = [
    path("mairie/", views.desk, name="desk"),
    path("mairie/codes/", views.issue_code, name="issue_code"),
    path("mairie/guichet/", views.at_the_counter, name="counter"),
    path("mairie/points/", point_views.points, name="points"),
    path("mairie/points/carte/", point_views.on_map, name="point_map"),
    path("mairie/points/lieu/", point_views.at_point, name="point_place"),
    path("mairie/points/<int:pk>/", point_views.point, name="point"),
    path("mairie/points/<int:pk>/fin/", point_views.close, name="close_point"),
    path("mairie/points/<int:pk>/rouvrir/", point_views.reopen, name="reopen_point"),
]
