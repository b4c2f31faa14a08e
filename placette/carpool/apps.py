from django.apps import AppConfig


class CarpoolConfig(AppConfig):
    name = "placette.carpool"
    label = "carpool"

    def ready(self) -> None:
        from placette.carpool import registrations
        from placette.carpool.crews import registrations as of_crews
        from placette.carpool.standard import notices

        registrations.register()
        of_crews.register()
        notices.register()
