from django.apps import AppConfig


class NoticesConfig(AppConfig):
    name = "placette.notices"
    label = "notices"

    def ready(self) -> None:
        from placette.core.context import counters

        from .queries import unseen

        counters["notices"] = lambda request: unseen(request.user.pk or 0)
