from django.apps import AppConfig


class SiteConfig(AppConfig):
    name = "placette.site"
    label = "site"
