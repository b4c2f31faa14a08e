"""The site's addresses and those of paths.py, whoever hangs them in."""

from django.urls import include, path

from placette.carpool import paths

urlpatterns = [path("", include((paths.urlpatterns, "carpool"))), path("", include("placette.site.urls"))]
