"""PostgreSQL's own box, which its GiST index knows, the places of the extension cube, transactions. The database writes all."""

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


class TransactionField(models.Field):
    """The number of a transaction, in their order."""

    def db_type(self, connection: Any) -> str:
        return "xid8"
