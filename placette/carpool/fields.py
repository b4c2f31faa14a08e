"""PostgreSQL's own box, which its GiST index knows."""

from typing import Any

from django.db import models


class BoxField(models.Field):
    """A rectangle; written by the database alone."""

    def db_type(self, connection: Any) -> str:
        return "box"
