from typing import Any

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "placette.people"
    label = "people"

    def ready(self) -> None:
        from allauth.account.signals import email_changed

        from placette.places import events
        from placette.places import leaving as places

        from . import leaving
        from .actions import merging

        events.merged.append(merging.move)
        places.erasers.append(leaving.erase)
        email_changed.connect(_follow_email, dispatch_uid="people.follow_email")


def _follow_email(from_email_address: Any, to_email_address: Any, **_: Any) -> None:
    from placette.places import actions

    if from_email_address:
        actions.follow(from_email_address.email, to_email_address.email)
