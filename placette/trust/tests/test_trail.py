"""The trail says what was done, and nobody rewrites it."""

from datetime import timedelta

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.utils import timezone

from placette.people.tests.factories import commune_of, officer_of, person_of
from placette.trust import tasks, trail
from placette.trust.models import Line

pytestmark = pytest.mark.django_db


def test_a_line_says_who_did_what_to_whom_and_where():
    officer, neighbour = officer_of(), person_of()

    line = trail.record("role.given", officer, commune=commune_of(), person=neighbour, role="ambassador")

    line.refresh_from_db()
    assert (line.by, line.person, line.commune, line.facts) == (
        officer,
        neighbour,
        "31187",
        {"role": "ambassador"},
    )


@pytest.mark.parametrize(
    "change",
    [
        lambda lines: lines.update(verb="another"),
        lambda lines: lines.update(facts={"until": "2030-01-01"}),
        lambda lines: lines.update(by=person_of("Luc")),
        lambda lines: lines.delete(),
    ],
)
def test_the_database_refuses_to_change_it(change):
    trail.record("space.trial", officer_of(), commune="31187")

    with (
        pytest.raises(IntegrityError, match="the trail is only added to"),
        transaction.atomic(),
    ):
        change(Line.objects.all())

    assert Line.objects.get().verb == "space.trial"


def test_who_leaves_is_forgotten_in_it_and_the_act_stays():
    officer = officer_of()
    trail.record("space.trial", officer, commune="31187")

    officer.delete()

    assert Line.objects.get().by is None


def test_only_what_is_older_than_five_years_goes():
    with time_machine.travel(timezone.now() - trail.KEPT - timedelta(days=1)):
        trail.record("space.trial", None, commune="31187")
    kept = trail.record("space.contract", None, commune="31187")

    assert tasks.forget_old(0) == 1

    assert list(Line.objects.all()) == [kept]
    with pytest.raises(IntegrityError), transaction.atomic():
        kept.delete()


def test_a_room_says_its_verbs_in_words(monkeypatch):
    monkeypatch.setitem(trail.sentences, "space.grace", "Lecture seule jusqu’au %(until)s")

    assert (
        trail.sentence(trail.record("space.grace", None, until="3 mars")) == "Lecture seule jusqu’au 3 mars"
    )
    assert trail.sentence(trail.record("space.other", None)) == "space.other"
