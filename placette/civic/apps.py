from django.apps import AppConfig


class CivicConfig(AppConfig):
    name = "placette.civic"
    label = "civic"

    def ready(self) -> None:
        from .registrations import register

        register()
