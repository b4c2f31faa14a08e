from django.apps import AppConfig


class ConversationsConfig(AppConfig):
    name = "placette.conversations"
    label = "conversations"
