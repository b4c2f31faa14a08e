from django.apps import AppConfig


class BehalfConfig(AppConfig):
    name = "placette.behalf"
    label = "behalf"

    def ready(self) -> None:
        from .registrations import register

        register()
