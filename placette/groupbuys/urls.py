"""Addresses of the grouped purchases."""

from django.urls import path

from .views import campaign

app_name = "groupbuys"
urlpatterns = [
    path("achats/<int:pk>/", campaign.detail, name="detail"),
]
