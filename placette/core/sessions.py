"""Django's sessions in the database. Every request asks for one, so the query is prepared."""

from datetime import datetime
from typing import Any

from django.contrib.sessions.backends.db import SessionStore as KeptInDatabase
from django.contrib.sessions.models import Session
from django.db.models import QuerySet
from django.utils import timezone

from .prepared import Prepared


class SessionStore(KeptInDatabase):
    def _get_session_from_db(self) -> Any:
        for found in OPEN(self.session_key, timezone.now()):
            return found
        self._session_key = None
        return None


def _open(key: str, now: datetime) -> QuerySet[Session]:
    return Session.objects.filter(session_key=key, expire_date__gt=now)


OPEN = Prepared(_open, str, datetime)
