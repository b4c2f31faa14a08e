"""The site's addresses and those of paths.py, whoever hangs them in."""

from django.urls import include, path

from placette.carpool import paths
from placette.site import urls

urlpatterns = [path("", include((paths.urlpatterns, "carpool"))), *urls.urlpatterns]
