from django.urls import path, register_converter

from . import views

app_name = "open311"


class Form:
    """How an answer is written."""

    regex = "json|xml"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(Form, "open311_form")

urlpatterns = [
    path("discovery.<open311_form:form>", views.discovery, name="discovery"),
    path("v2/services.<open311_form:form>", views.services, name="services"),
    path("v2/services/<slug:code>.<open311_form:form>", views.service, name="service"),
    path("v2/requests.<open311_form:form>", views.requests, name="requests"),
    path("v2/requests/<slug:pk>.<open311_form:form>", views.one, name="request"),
    path("v2/tokens/<slug:pk>.<open311_form:form>", views.token, name="token"),
]
