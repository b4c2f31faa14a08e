from django.apps import AppConfig


class SocialConfig(AppConfig):
    name = "placette.social"
    label = "social"

    def ready(self) -> None:
        from .registrations import register

        register()
