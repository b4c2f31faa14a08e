from django.apps import AppConfig


class SiteConfig(AppConfig):
    name = "placette.site"
    label = "site"

    def ready(self) -> None:
        from .wiring import wire

        wire()
