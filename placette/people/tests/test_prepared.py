"""What every request asks for is written once a process; it gives what Django's own query gives."""

import contextlib
from datetime import timedelta

import psycopg
import pytest
from django.contrib.sessions.models import Session
from django.db import connection, transaction
from django.utils import timezone

from placette.core import sessions
from placette.core.prepared import Prepared, PreparedCount
from placette.people import signing_in, standing
from placette.people.models import Membership, Person, Role

from .factories import commune_of, member_of, person_of

pytestmark = pytest.mark.django_db


def told(objects, above=()):
    """All that is known of each and of what it belongs to, without Django's own notes; a space knows its commune, which
    knows its space: what stands `above` is not told again."""
    return [
        {
            name: told([value], (*above, each))[0] if hasattr(value, "_meta") else value
            for name, value in {**vars(each), **each._state.fields_cache}.items()
            if name not in {"_state", "_prefetched_objects_cache"} and value not in above
        }
        for each in objects
    ]


@pytest.fixture
def people():
    """One lives in one commune and works in another, one has a role and had another, one has nothing."""
    jeanne, samir = person_of("Jeanne"), person_of("Samir", lives_in=None)
    Membership.objects.create(
        person=jeanne,
        commune=commune_of("31499"),
        purpose=Membership.Purpose.WORK,
        verified_at=timezone.now(),
    )
    member_of(samir, "31187", verified=False, quarter="Nord")
    Role.objects.create(person=samir, name=Role.Name.OFFICER, commune=commune_of())
    Role.objects.create(
        person=samir,
        name=Role.Name.AMBASSADOR,
        commune=commune_of("31499"),
        until=timezone.now() + timedelta(days=1),
    )
    newcomer = person_of("Nour", lives_in=None)
    return jeanne, samir, newcomer


@pytest.mark.parametrize("prepared", [standing.MEMBERSHIPS, standing.ROLES, signing_in.BY_ID])
def test_gives_what_the_query_gives(people, prepared):
    for person in people:
        assert told(prepared(person.pk)) == told(prepared._make(person.pk))
    assert prepared(0) == []


def test_each_call_asks_anew(people, django_assert_num_queries):
    jeanne, samir, _newcomer = people
    signing_in.BY_ID(jeanne.pk)
    Person.objects.filter(pk=jeanne.pk).update(about="Je jardine.")

    with django_assert_num_queries(2):
        assert signing_in.BY_ID(jeanne.pk)[0].about == "Je jardine."
        assert signing_in.BY_ID(samir.pk)[0].pk == samir.pk


def test_a_value_stays_a_value(people):
    named = Prepared(lambda name: Person.objects.filter(first_name=name), str)

    assert [each.first_name for each in named("Jeanne")] == ["Jeanne"]
    assert named("x' OR first_name = 'Jeanne") == named("%s") == named("prepared-0") == []


def test_counts_what_there_is(people):
    counted = PreparedCount(
        lambda person: Membership.objects.filter(person=person, purpose__in=["home", "work"]), int
    )

    assert [counted(each.pk) for each in people] == [2, 1, 0]


def test_is_planned_once_and_outlives_what_was_rolled_back(people):
    named = Prepared(lambda name: Person.objects.filter(first_name=name, about="planned"), str)
    named("Jeanne")
    with contextlib.suppress(ZeroDivisionError), transaction.atomic():
        _ = 1 / 0
    named("Jeanne")
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT generic_plans + custom_plans FROM pg_prepared_statements WHERE statement LIKE '%%\"about\" = $%%'",
            [],
        )
        assert cursor.fetchall() == [(2,)]


@pytest.mark.django_db(transaction=True)
def test_a_connection_that_postgresql_has_closed_is_opened_again():
    jeanne = person_of("Jeanne")
    signing_in.BY_ID(jeanne.pk)
    connection.close()
    connection.ensure_connection()  # as it is kept from one request to the next
    ended = connection.connection.info.backend_pid
    with psycopg.connect(connection.connection.info.dsn) as other:
        other.execute("SELECT pg_terminate_backend(%s, 5000)", [ended])
    connection.health_check_enabled, connection.health_check_done = True, False

    assert [each.pk for each in signing_in.BY_ID(jeanne.pk)] == [jeanne.pk]


@pytest.mark.django_db(transaction=True)
def test_a_column_that_an_upgrade_has_widened_is_read_as_before():
    jeanne = person_of("Jeanne")
    length = Person._meta.get_field("last_name").max_length
    signing_in.BY_ID(jeanne.pk)
    widened = 'ALTER TABLE "people_person" ALTER COLUMN "last_name" TYPE varchar({})'
    with psycopg.connect(connection.connection.info.dsn, autocommit=True) as other:
        try:
            other.execute(widened.format(length + 1))
            assert [each.last_name for each in signing_in.BY_ID(jeanne.pk)] == [jeanne.last_name]
        finally:
            other.execute(widened.format(length))
    assert [each.last_name for each in signing_in.BY_ID(jeanne.pk)] == [jeanne.last_name]


def test_a_value_that_the_query_changes_is_refused(people):
    with pytest.raises(AssertionError):
        Prepared(lambda name: Person.objects.filter(first_name__contains=name), str)("Jeanne")


def test_a_session_that_is_over_opens_nothing():
    store = sessions.SessionStore()
    store["kept"] = 1
    store.save()
    assert sessions.SessionStore(store.session_key)["kept"] == 1

    Session.objects.update(expire_date=timezone.now() - timedelta(seconds=1))

    again = sessions.SessionStore(store.session_key)
    assert again.get("kept") is None
    assert again.session_key is None
