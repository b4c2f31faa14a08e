from django.apps import AppConfig


class CarpoolConfig(AppConfig):
    name = "placette.carpool"
    label = "carpool"

    def ready(self) -> None:
        from placette.places import events

        from .actions.trips import move

        events.merged.append(move)
