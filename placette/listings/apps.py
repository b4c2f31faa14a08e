from django.apps import AppConfig


class ListingsConfig(AppConfig):
    name = "placette.listings"
    label = "listings"
