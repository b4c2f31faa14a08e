from django.apps import AppConfig


class CoreConfig(AppConfig):
    name = "placette.core"
    label = "core"
