"""The consent to who is an ambassador no longer ends in the night, each by itself, and nobody is left alone unseen."""

import pytest
from django.utils import timezone

from placette.behalf.actions import consents, ending
from placette.behalf.tasks import end_lapsed
from placette.listings.models import Listing
from placette.notices.models import Notice
from placette.notices.queries import line
from placette.people.models import Consent, Person, Role
from placette.people.tests.factories import ambassador_of, officer_of

from .factories import carried_by, posted_by, trusted_as_well

pytestmark = pytest.mark.django_db


def test_the_consent_to_who_is_an_ambassador_no_longer_ends_in_the_night():
    lucien, officer = ambassador_of(), officer_of()
    his = carried_by(lucien, "ambassador")
    theirs = trusted_as_well(his, officer)
    posted = posted_by(his)
    assert end_lapsed.func(0) == 0

    Role.objects.filter(person=lucien).update(until=timezone.now())

    assert end_lapsed.func(0) == 1
    assert list(Consent.objects.filter(ended_at=None)) == [theirs]
    assert Listing.objects.get(pk=posted.pk).state == "closed"


def test_the_town_hall_is_told_of_who_is_left_alone():
    officer, lucien = officer_of(), ambassador_of()
    carried_by(lucien, "ambassador")
    Role.objects.filter(person=lucien).update(until=timezone.now())

    end_lapsed.func(0)
    end_lapsed.func(0)

    told = Notice.objects.get(person=officer)
    assert (told.facts["event"], told.url) == ("alone", "/pour/?commune=31187")
    assert line(told).sentence.startswith("Plus personne n’aide Odette M.")


def test_a_consent_that_serves_again_meanwhile_stands():
    lucien = ambassador_of()
    consent = carried_by(lucien, "ambassador")
    Role.objects.filter(person=lucien).update(until=timezone.now())
    found = ending.lapsed()
    Role.objects.filter(person=lucien).update(until=None)

    assert found == [consent.pk]
    assert not ending.end_lapsed(consent.pk)
    consent.refresh_from_db()
    assert consent.ended_at is None


def test_a_consent_that_cannot_be_ended_keeps_no_other(monkeypatch):
    one, other = (carried_by(ambassador_of(), "ambassador", which="another") for _ in range(2))
    Role.objects.filter(name=Role.Name.AMBASSADOR).update(until=timezone.now())
    end = ending.end

    def fails_for_one(consent, by):
        if consent == one:
            raise RuntimeError("out of order")
        end(consent, by)

    monkeypatch.setattr(ending, "end", fails_for_one)

    with pytest.raises(ExceptionGroup):
        end_lapsed.func(0)
    assert list(Consent.objects.filter(ended_at=None)) == [one]
    assert other != one


def test_helpers_whose_accounts_have_gone_are_nobody_each_and_their_consents_end():
    helpers = ambassador_of(), ambassador_of()
    first = carried_by(helpers[0], "ambassador")
    theirs = trusted_as_well(first, officer_of())
    consents.give(theirs, theirs.recorded_by, how="oral", scopes=["posts"], to=helpers[1])

    Person.objects.filter(pk__in=[each.pk for each in helpers]).delete()

    assert Consent.objects.filter(holder="ambassador", to=None, ended_at=None).count() == 2
    assert end_lapsed.func(0) == 2
