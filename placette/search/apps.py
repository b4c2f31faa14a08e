from django.apps import AppConfig


class SearchConfig(AppConfig):
    name = "placette.search"
    label = "search"
