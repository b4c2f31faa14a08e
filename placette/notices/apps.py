from django.apps import AppConfig


class NoticesConfig(AppConfig):
    name = "placette.notices"
    label = "notices"
