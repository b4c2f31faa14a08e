from django.apps import AppConfig


class TownhallConfig(AppConfig):
    name = "placette.townhall"
    label = "townhall"
