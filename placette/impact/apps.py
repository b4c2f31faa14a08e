from django.apps import AppConfig


class ImpactConfig(AppConfig):
    name = "placette.impact"
    label = "impact"

    def ready(self) -> None:
        from placette.places import events

        from .actions import move

        events.merged.append(move)
