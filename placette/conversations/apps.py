from django.apps import AppConfig


class ConversationsConfig(AppConfig):
    name = "placette.conversations"
    label = "conversations"

    def ready(self) -> None:
        from placette.core.context import counters

        from .queries import unread

        counters["messages"] = lambda request: unread(request.user.pk or 0)
