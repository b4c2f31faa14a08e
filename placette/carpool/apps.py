from django.apps import AppConfig


class CarpoolConfig(AppConfig):
    name = "placette.carpool"
    label = "carpool"

    def ready(self) -> None:
        from placette.carpool import registrations
        from placette.carpool.standard import notices

        registrations.register()
        notices.register()
