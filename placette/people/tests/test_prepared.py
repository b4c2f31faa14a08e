"""What every request asks for is written once a process; it gives what Django's own query gives."""

import contextlib
from datetime import timedelta

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
    planned = """SELECT count(*) FROM pg_prepared_statements WHERE statement LIKE '%"about" = $%'"""
    named("Jeanne")
    with connection.cursor() as cursor:
        cursor.execute(planned)
        assert cursor.fetchone() == (1,)
    with contextlib.suppress(ZeroDivisionError), transaction.atomic():
        _ = 1 / 0

    assert named("Jeanne") == []


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
