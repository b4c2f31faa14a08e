from django.apps import AppConfig


class TownhallConfig(AppConfig):
    name = "placette.townhall"
    label = "townhall"

    def ready(self) -> None:
        from . import registrations

        registrations.fill()
