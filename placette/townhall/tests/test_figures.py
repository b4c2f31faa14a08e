"""What the town hall's desk counts, and of whom it says nothing."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from placette.impact.publication import refresh
from placette.people.actions import trust
from placette.people.models import ActivationCode
from placette.people.tests.factories import commune_of, officer_of, person_of
from placette.townhall.queries import figures

pytestmark = pytest.mark.django_db


def test_one_letter_does_not_tell_whether_its_household_came(client):
    officer = officer_of()
    newcomer = person_of("Rose", verified=False)
    trust.redeem_code(newcomer.memberships.get(), trust.issue_code(commune_of(), "3 rue des Lilas", officer))

    seen = figures("31187")

    assert (seen.issued, seen.used, seen.members, seen.verified) == (1, None, None, None)
    client.force_login(officer)
    assert "moins de 5" in client.get("/mairie/").content.decode()


def test_codes_that_were_used_today_are_counted_tomorrow():
    """Or a desk that is looked at every hour would tell who came in it."""
    commune, now = commune_of(), datetime(2026, 10, 6, 9, tzinfo=UTC)
    ActivationCode.objects.bulk_create(
        ActivationCode(
            commune=commune,
            code_hash=str(n),
            expires_at=now + timedelta(days=90),
            used_at=now if n < 6 else None,
        )
        for n in range(12)
    )
    with time_machine.travel(now, tick=False):
        assert figures("31187").used is None
    with time_machine.travel(now + timedelta(days=1), tick=False):
        assert figures("31187").used == 5


def test_five_are_counted_once_five_more_have_come_or_the_month_is_over():
    with time_machine.travel(datetime(2026, 10, 6, 9, tzinfo=UTC), tick=False):
        for name in ("Paul", "Odile", "Rose", "Karim", "Luc", "Anne"):
            person_of(name)
    refresh(datetime(2026, 10, 8, 10, tzinfo=UTC))
    assert (figures("31187").members, figures("31187").verified) == (None, None)

    refresh(datetime(2026, 11, 1, 10, tzinfo=UTC))
    assert (figures("31187").members, figures("31187").verified) == (6, None)


def test_the_desk_names_its_commune_as_the_french_do(client):
    commune_of()
    officer = officer_of()
    commune = officer.roles.get().commune
    commune.name, commune.of_name = "Le Havre", "du Havre"
    commune.save()
    client.force_login(officer)

    assert "La mairie du Havre" in client.get("/mairie/").content.decode()
    assert "Mairie du Havre" in client.post("/mairie/codes/", {"address": "2 rue X"}).content.decode()
