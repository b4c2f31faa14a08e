from django.apps import AppConfig


class ImpactConfig(AppConfig):
    name = "placette.impact"
    label = "impact"
