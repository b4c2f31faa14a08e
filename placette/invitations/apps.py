from django.apps import AppConfig


class InvitationsConfig(AppConfig):
    name = "placette.invitations"
    label = "invitations"

    def ready(self) -> None:
        from .registrations import register

        register()
