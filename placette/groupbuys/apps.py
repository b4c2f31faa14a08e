from django.apps import AppConfig


class GroupbuysConfig(AppConfig):
    name = "placette.groupbuys"
    label = "groupbuys"

    def ready(self) -> None:
        from .registrations import register

        register()
