from django.urls import path, re_path

from . import opening_views, operator_views, paper_views, point_views, space_views, views
from .community.urls import patterns as community
from .dashboard import views as dashboard
from .directory.urls import patterns as directory
from .reports.urls import patterns as reports

app_name = "townhall"

urlpatterns = [
    path("ouvrir/", opening_views.choose, name="open"),
    path("ouvrir/<slug:key>/", opening_views.opening, name="opening"),
    path("ouvrir/<slug:key>/code/", opening_views.code, name="opening_code"),
    re_path(r"^couleurs/(?P<colour>[0-9a-f]{6})\.css$", space_views.colours, name="colours"),
    path("mairie/premiers-pas/", space_views.first_week, name="first_week"),
    path("mairie/premiers-pas/<slug:step>/", space_views.tick, name="tick"),
    path("mairie/espace/", space_views.space, name="space"),
    path("mairie/espace/couleurs/", space_views.dressing, name="dress"),
    path("mairie/espace/devis/", space_views.quote, name="space_quote"),
    path("mairie/espace/devis/<int:pk>/", space_views.quote_page, name="space_quote_page"),
    path("mairie/espace/depart/", space_views.leave, name="space_leave"),
    path("mairie/espace/export/", space_views.export, name="space_export"),
    path("mairie/espace/export/<str:token>/", space_views.export_file, name="space_export_file"),
    path("devis/<int:pk>.pdf", paper_views.quote, name="quote_pdf"),
    path("contrats/<int:pk>.pdf", paper_views.contract, name="contract_pdf"),
    path("operateur/", operator_views.communes, name="operator"),
    path("operateur/demandes/<int:pk>/", operator_views.decide, name="operator_opening"),
    path("operateur/prix/", operator_views.prices, name="operator_prices"),
    path("operateur/contrats/<int:pk>/", operator_views.sign, name="operator_sign"),
    path("operateur/communes/<slug:code>/", operator_views.commune, name="operator_commune"),
    path("operateur/communes/<slug:code>/suspension/", operator_views.suspend, name="operator_suspend"),
    path("operateur/communes/<slug:code>/reprise/", operator_views.resume, name="operator_resume"),
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
    *reports,
    *directory,
]
