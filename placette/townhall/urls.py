from django.urls import path

from . import point_views, views
from .community.urls import patterns as community
from .dashboard import views as dashboard

app_name = "townhall"

urlpatterns = [
    path("mairie/", views.desk, name="desk"),
    path("mairie/codes/", views.issue_code, name="issue_code"),
    path("mairie/guichet/", views.at_the_counter, name="counter"),
    path("mairie/tableau/", dashboard.dashboard, name="dashboard"),
    path("mairie/tableau/chiffres.csv", dashboard.figures_file, {"form": "csv"}, name="figures_csv"),
    path("mairie/tableau/chiffres.xlsx", dashboard.figures_file, {"form": "xlsx"}, name="figures_xlsx"),
    path("mairie/tableau/<slug:name>.svg", dashboard.chart_file, {"form": "svg"}, name="chart_svg"),
    path("mairie/tableau/<slug:name>.png", dashboard.chart_file, {"form": "png"}, name="chart_png"),
    path("mairie/maire/", dashboard.for_the_mayor, name="mayor"),
    path("methode/", dashboard.method, name="method"),
    path("mairie/points/", point_views.points, name="points"),
    path("mairie/points/carte/", point_views.on_map, name="point_map"),
    path("mairie/points/lieu/", point_views.at_point, name="point_place"),
    path("mairie/points/<int:pk>/", point_views.point, name="point"),
    path("mairie/points/<int:pk>/fin/", point_views.close, name="close_point"),
    path("mairie/points/<int:pk>/rouvrir/", point_views.reopen, name="reopen_point"),
    *community,
]
