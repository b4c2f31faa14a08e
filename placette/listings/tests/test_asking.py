"""« Je cherche »: who is told, and when the circle widens."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.db import IntegrityError, connection
from django.utils import timezone

from placette.impact.models import RequestAsked
from placette.listings.actions import agreements, annonces, asking
from placette.listings.guess import kind_of
from placette.listings.models import Listing
from placette.listings.tasks import expire, remind
from placette.notices.models import Notice
from placette.people.models import Offering
from placette.people.tests.factories import ambassador_of, person_of, touching

from .factories import agreement_in, answer_to, listing_of, request_of

pytestmark = pytest.mark.django_db


def ask(person, title: str) -> Listing:
    return annonces.publish(
        person,
        person.memberships.get(),
        kind="loan",
        direction="request",
        category="tools",
        title=title,
        audience="commune",
    )


def told(kind: str) -> list[str]:
    return sorted(Notice.objects.filter(kind=kind).values_list("person__first_name", flat=True))


def test_those_who_own_or_offer_such_a_thing_are_told_at_once():
    touching("31187", "31499")
    owner, lender, neighbour, far = (
        person_of(n, lives_in=c)
        for n, c in (("Paul", "31187"), ("Odile", "31187"), ("Rose", "31187"), ("Luc", "31499"))
    )
    Offering.objects.create(person=owner, text="une grande échelle de 6 m")
    Offering.objects.create(person=neighbour, text="garder un chat")
    Offering.objects.create(person=far, text="une échelle")
    listing_of(lender, title="Échelles à prêter")

    ask(person_of(), "Je cherche une echelle pour samedi")

    assert told("request_you_can_answer") == ["Odile", "Paul"]


def test_one_s_own_things_tell_nobody():
    jeanne = person_of()
    Offering.objects.create(person=jeanne, text="une échelle")

    ask(jeanne, "une échelle plus grande")

    assert Notice.objects.count() == 0


def test_without_an_answer_the_circle_widens_after_a_day_once():
    touching("31187", "31499")
    far = person_of("Luc", lives_in="31499")
    Offering.objects.create(person=far, text="une échelle")
    request_of(person_of(), created_at=timezone.now() - timedelta(hours=25))
    answered = request_of(person_of("Paul"), created_at=timezone.now() - timedelta(hours=25))
    answer_to(answered)

    assert [asking.widen_due(), asking.widen_due()] == [1, 0]
    assert told("request_you_can_answer") == ["Luc"]


@pytest.fixture
def notices_fail():
    """Until the test says otherwise the table of notices takes no row."""
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE notices_notice ADD CONSTRAINT closed CHECK (false) NOT VALID")

    def works_again() -> None:
        with connection.cursor() as cursor:
            cursor.execute("ALTER TABLE notices_notice DROP CONSTRAINT closed")

    return works_again


@pytest.mark.parametrize(
    ("run", "kind"),
    [
        (asking.widen_due, "request_you_can_answer"),
        (asking.alert_ambassadors_due, "request_unanswered"),
        (lambda: expire(0), "expires"),
    ],
)
def test_what_could_not_be_told_is_told_the_next_time(notices_fail, run, kind):
    touching("31187", "31499")
    Offering.objects.create(person=person_of("Luc", lives_in="31499"), text="une échelle")
    ambassador_of()
    request_of(person_of(), created_at=timezone.now() - timedelta(days=58))
    with pytest.raises(IntegrityError):
        run()

    notices_fail()
    run()

    assert len(told(kind)) == 1


def test_a_widened_request_is_seen_around(client):
    touching("31187", "31499")
    listing = request_of(person_of(), created_at=timezone.now() - timedelta(hours=25))
    client.force_login(person_of("Luc", lives_in="31499"))
    before = client.get(f"/annonces/{listing.pk}/").status_code
    asking.widen_due()

    assert [before, client.get(f"/annonces/{listing.pk}/").status_code] == [404, 200]


def test_after_two_days_the_ambassadors_are_told_once():
    ambassador_of()
    request_of(person_of(), created_at=timezone.now() - timedelta(hours=49))
    request_of(person_of("Paul"), created_at=timezone.now() - timedelta(hours=47))

    assert [asking.alert_ambassadors_due(), asking.alert_ambassadors_due()] == [1, 0]
    assert told("request_unanswered") == ["Odette"]


def test_requests_and_first_answers_are_counted_from_the_first_minute():
    listing = ask(person_of(), "une échelle")
    assert RequestAsked.objects.get().first_answer_at is None

    answer_to(listing, person_of("Karim"))
    first = RequestAsked.objects.get().first_answer_at
    answer_to(listing, person_of("Paul"))

    assert first is not None
    assert RequestAsked.objects.get().first_answer_at == first


def test_annonces_expire_after_one_reminder():
    soon = listing_of(person_of(), created_at=timezone.now() - timedelta(days=58))
    past = listing_of(person_of("Paul"), created_at=timezone.now() - timedelta(days=61))

    expire(0)
    expire(0)

    soon.refresh_from_db()
    past.refresh_from_db()
    assert (soon.state, past.state) == ("active", "expired")
    assert told("expires") == ["Jeanne"]


def test_both_are_reminded_the_evening_before_once():
    jeanne, karim = person_of(), person_of("Karim")
    answer = answer_to(request_of(jeanne), karim)
    evening = datetime(2026, 12, 1, 16, 30, tzinfo=UTC)
    with time_machine.travel(evening, tick=False):
        agreement = agreement_in(answer, karim, starts_at=evening + timedelta(days=1))
        remind(0)
        assert told("tomorrow") == []
        agreements.take("accept", agreement, jeanne)

    for minutes in (15, 30):
        with time_machine.travel(evening + timedelta(minutes=minutes), tick=False):
            remind(0)

    assert told("tomorrow") == ["Jeanne", "Karim"]
    assert {each.facts["until"] for each in Notice.objects.filter(kind="tomorrow")} == {
        agreement.starts_at.isoformat()
    }


@pytest.mark.parametrize(
    ("hour", "times"), [(14, 0), (15, 2), (20, 2), (21, 0)], ids=["15 h", "16 h", "21 h", "22 h"]
)
def test_a_worker_that_comes_back_in_the_evening_still_reminds(hour, times):
    jeanne, karim = person_of(), person_of("Karim")
    with time_machine.travel(datetime(2026, 12, 1, 9, tzinfo=UTC), tick=False):
        tomorrow = datetime(2026, 12, 2, 9, tzinfo=UTC)
        agreement = agreement_in(answer_to(request_of(jeanne), karim), karim, starts_at=tomorrow)
        agreements.take("accept", agreement, jeanne)

    with time_machine.travel(datetime(2026, 12, 1, hour, 5, tzinfo=UTC), tick=False):
        remind(0)

    assert len(told("tomorrow")) == times


def test_an_ambassador_who_has_moved_away_is_told_nothing():
    odette = ambassador_of()
    odette.memberships.update(verified_at=None)
    request_of(
        person_of(), title="Besoin d’aide pour ma chimio", created_at=timezone.now() - timedelta(hours=49)
    )

    asking.alert_ambassadors_due()

    assert told("request_unanswered") == []


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("Une perceuse ce soir", "loan"),
        ("garder mon chat", "help"),
        ("j’ai perdu mes clés", "lost_found"),
        ("", "help"),
        ("🪜", "help"),
    ],
)
def test_the_kind_is_guessed_from_the_words(line, kind):
    assert kind_of(line)[0] == kind


@pytest.mark.parametrize(
    "title", ["'; DROP TABLE", "a & | ! ( ) :*", "\\'", "le la les", "🪜", "x" * 120, "l'échelle d'Édouard"]
)
def test_any_text_can_be_asked(title):
    ask(person_of(), title)

    assert Listing.objects.get().title == title


def test_other_words_reach_those_who_understand_them_once_each():
    owner, other = person_of("Paul"), person_of("Odile")
    Offering.objects.create(person=owner, text="une échelle")
    Offering.objects.create(person=other, text="une tondeuse")
    listing = ask(person_of(), "une échelle")
    assert told("request_you_can_answer") == ["Paul"]

    annonces.change(listing, title="une tondeuse")
    annonces.change(listing, title="une échelle")

    listing.refresh_from_db()
    assert told("request_you_can_answer") == ["Odile", "Paul"]
    assert listing.told_count == 2


@pytest.mark.parametrize("fields", [{"answered_at": timezone.now()}, {"direction": "offer"}])
def test_other_words_of_what_waits_for_nothing_tell_nobody(fields):
    Offering.objects.create(person=person_of("Paul"), text="une tondeuse")
    listing = request_of(person_of(), **fields)

    annonces.change(listing, title="une tondeuse")

    assert told("request_you_can_answer") == []


def test_what_was_reworded_in_a_pause_is_told_when_it_is_back():
    Offering.objects.create(person=person_of("Paul"), text="une tondeuse")
    listing = request_of(person_of(), state="paused")

    annonces.change(listing, title="une tondeuse")
    assert told("request_you_can_answer") == []
    annonces.resume(listing)

    assert told("request_you_can_answer") == ["Paul"]


def test_those_around_count_among_those_who_were_told():
    touching("31187", "31499")
    for name, code in (("Paul", "31187"), ("Luc", "31499")):
        Offering.objects.create(person=person_of(name, lives_in=code), text="une échelle")
    listing = ask(person_of(), "une échelle")
    Listing.objects.update(created_at=timezone.now() - timedelta(hours=25))

    asking.widen_due()

    listing.refresh_from_db()
    assert listing.told_count == 2


def test_the_request_of_somebody_who_has_left_does_not_widen():
    touching("31187", "31499")
    Offering.objects.create(person=person_of("Luc", lives_in="31499"), text="une échelle")
    request_of(person_of(is_active=False), created_at=timezone.now() - timedelta(hours=25))

    assert asking.widen_due() == 0
    assert told("request_you_can_answer") == []


def test_an_offer_never_becomes_a_request(client):
    jeanne = person_of()
    listing = listing_of(jeanne)
    client.force_login(jeanne)
    typed = {
        "direction": "request", "kind": "loan", "title": "Une échelle", "category": "tools", "audience": "around",
    }  # fmt: skip

    sent = client.post(f"/annonces/{listing.pk}/modifier/", typed)

    listing.refresh_from_db()
    assert (sent.status_code, listing.direction) == (302, "offer")
    assert 'name="direction"' not in client.get(f"/annonces/{listing.pk}/modifier/").content.decode()
