import json

import psycopg
import pytest
from django.db import connection

from placette.core import live

pytestmark = pytest.mark.django_db(transaction=True)


def heard_of(people: range) -> list[dict]:
    with psycopg.connect(**connection.get_connection_params(), autocommit=True) as listener:
        listener.execute(f"LISTEN {live.CHANNEL}")
        live.tell(people, "notices", count=3)
        return [
            json.loads(each.payload)
            for each in listener.notifies(timeout=2, stop_after=len(people) // 300 + 1)
        ]


def test_a_large_crowd_is_told_too():
    people = range(10_000_000, 10_002_000)

    heard = heard_of(people)

    assert sorted(person for each in heard for person in each["to"]) == list(people)
    assert {(each["event"], each["facts"]["count"]) for each in heard} == {("notices", 3)}
