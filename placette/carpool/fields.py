"""PostgreSQL's own box, which its GiST index knows, and the places of the extension cube. The database writes both."""

from typing import Any

from django.db import models


class BoxField(models.Field):
    """A rectangle."""

    def db_type(self, connection: Any) -> str:
        return "box"


class PlaceField(models.Field):
    """Earth-centred metres; `a <-> b` is the straight line through the ground."""

    def db_type(self, connection: Any) -> str:
        return "cube"
