from django.apps import AppConfig


class ListingsConfig(AppConfig):
    name = "placette.listings"
    label = "listings"

    def ready(self) -> None:
        from .registrations import register

        register()
