from django.urls import path

from . import views

app_name = "townhall"

urlpatterns = [
    path("mairie/", views.desk, name="desk"),
    path("mairie/codes/", views.issue_code, name="issue_code"),
    path("mairie/guichet/", views.at_the_counter, name="counter"),
]
