from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "placette.people"
    label = "people"
