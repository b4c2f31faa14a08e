from django.apps import AppConfig


class TrustConfig(AppConfig):
    name = "placette.trust"
    label = "trust"
