from django.apps import AppConfig


class CarpoolConfig(AppConfig):
    name = "placette.carpool"
    label = "carpool"
