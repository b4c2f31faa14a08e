from django.apps import AppConfig


class TeamConfig(AppConfig):
    name = "placette.team"
    label = "team"

    def ready(self) -> None:
        from .registrations import register

        register()
