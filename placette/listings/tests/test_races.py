"""Many at the same instant, on real connections: the database keeps one of everything."""

from collections.abc import Callable
from datetime import datetime, timedelta
from io import BytesIO
from pathlib import Path

import pytest
from django.conf import settings
from django.db import IntegrityError, OperationalError
from django.utils import timezone

from placette.core.tests.racing import at_once
from placette.core.tests.test_photos import picture
from placette.impact.models import Exchange
from placette.listings.actions import agreements, annonces, answering
from placette.listings.models import Agreement, Answer, Listing
from placette.people.actions import pending, trust
from placette.people.models import Membership, PendingPhoto, Verification
from placette.people.tests.factories import commune_of, officer_of, person_of

from .factories import agreement_in, answer_to, listing_of, request_of

pytestmark = pytest.mark.django_db(transaction=True)
MANY = 20


def by_many(act: Callable[[int], object]) -> list[object]:
    return at_once(act, range(MANY), refusals=(agreements.Refusal, trust.Refusal), threads=MANY)


def test_twenty_presses_are_one_answer():
    listing, karim = request_of(person_of()), person_of("Karim")

    by_many(lambda _: answering.answer(listing, karim, "J’en ai une"))

    assert Answer.objects.get().conversation.messages.count() == 1


def test_twenty_proposals_leave_one_open():
    jeanne, karim = person_of(), person_of("Karim")
    answer = answer_to(request_of(jeanne), karim)

    said = by_many(lambda number: agreement_in(answer, (jeanne, karim)[number % 2], price_cents=number))

    assert Agreement.objects.count() == 1
    assert sum(isinstance(each, agreements.Refusal) for each in said) == MANY - 1


def test_a_proposal_sent_twenty_times_is_one():
    karim = person_of("Karim")
    answer = answer_to(request_of(person_of()), karim)

    said = by_many(lambda _: agreement_in(answer, karim))

    assert said == [Agreement.objects.get()] * MANY
    assert answer.conversation.messages.filter(event="proposed").count() == 1


def test_a_photo_that_comes_twenty_times_at_once_waits_once():
    jeanne, file = person_of(), picture(size=(320, 240)).getvalue()

    by_many(lambda _: pending.keep(jeanne, PendingPhoto.Use.LISTING, BytesIO(file)))

    kept = PendingPhoto.objects.get()
    assert {name.partition("-")[0] for name in stored()} == {kept.name.rpartition("/")[2]}


def stored() -> list[str]:
    return [path.name for path in Path(settings.MEDIA_ROOT).rglob("*.webp")]


def test_accepting_declining_and_countering_at_once_gives_one_outcome():
    jeanne, karim = person_of(), person_of("Karim")
    agreement = agreement_in(answer_to(request_of(jeanne), karim), karim)
    terms = {"what": "Autre chose", "starts_at": None, "ends_at": None, "price_cents": 0, "note": ""}
    steps = [
        lambda: agreements.take("accept", agreement, jeanne),
        lambda: agreements.take("decline", agreement, jeanne),
        lambda: agreements.counter(agreement, jeanne, **terms),
        lambda: agreements.take("withdraw", agreement, karim),
    ]

    by_many(lambda number: steps[number % 4]())

    open_ones = Agreement.objects.filter(state__in=["proposed", "accepted"]).count()
    agreement.refresh_from_db()
    assert agreement.state != "proposed"
    assert open_ones == (1 if agreement.state in {"accepted", "countered"} else 0)


def test_done_is_counted_once():
    jeanne, karim = person_of(), person_of("Karim")
    agreement = agreement_in(answer_to(request_of(jeanne), karim), karim)
    agreements.take("accept", agreement, jeanne)

    by_many(lambda number: agreements.take("done", agreement, (jeanne, karim)[number % 2]))

    assert Exchange.objects.count() == 1


def test_a_form_sent_twenty_times_is_one_annonce():
    jeanne = person_of()
    membership = jeanne.memberships.get()
    fields = {"kind": "help", "direction": "request", "category": "other", "title": "Aide", "key": "k" * 30}

    by_many(lambda _: annonces.publish(jeanne, membership, **fields))

    assert Listing.objects.count() == 1


def test_a_code_serves_one_of_twenty():
    officer = officer_of()
    code = trust.issue_code(commune_of(), "3 rue des Tilleuls", officer)
    newcomers = [person_of(f"Nouveau{n}", verified=False).memberships.get() for n in range(MANY)]

    by_many(lambda number: trust.redeem_code(newcomers[number], code.lower()))

    assert Membership.objects.filter(verified_at__isnull=False).count() == 1
    assert Verification.objects.count() == 1


def proposals(number: int, starts_at: datetime, listing: Listing) -> list[Agreement]:
    """Each of many neighbours would borrow the thing for the same two hours."""
    until = starts_at + timedelta(hours=2)
    answers = [answer_to(listing, person_of(f"Voisin{each}")) for each in range(number)]
    return [agreement_in(answer, starts_at=starts_at, ends_at=until) for answer in answers]


def test_twenty_neighbours_accepted_at_once_borrow_the_ladder_once():
    odile = person_of("Odile")
    asked = proposals(MANY, timezone.now() + timedelta(days=1), listing_of(odile))

    said = by_many(lambda number: agreements.take("accept", asked[number], odile))

    assert Agreement.objects.filter(state="accepted").count() == 1
    assert sum("déjà promis" in str(each) for each in said) == MANY - 1


def test_the_database_itself_refuses_to_promise_a_thing_twice():
    asked = proposals(MANY, timezone.now() + timedelta(days=1), listing_of(person_of("Odile")))

    def write(number: int) -> object:
        try:
            Agreement.objects.filter(pk=asked[number].pk).update(state="accepted", decided_at=timezone.now())
        except (
            IntegrityError,
            OperationalError,
        ) as refused:  # PostgreSQL may end two who wait for each other
            return refused
        return None

    by_many(write)

    assert Agreement.objects.filter(state="accepted").count() == 1


@pytest.mark.parametrize(("kind", "direction"), [("gift", "offer"), ("loan", "request")])
def test_where_nothing_is_lent_several_may_agree_for_the_same_time(kind, direction):
    odile = person_of("Odile")
    asked = proposals(
        2, timezone.now() + timedelta(days=1), listing_of(odile, kind=kind, direction=direction)
    )

    for each in asked:
        agreements.take("accept", each, odile)

    assert Agreement.objects.filter(state="accepted").count() == 2


def test_one_loan_may_begin_when_another_ends_and_a_cancelled_one_frees_its_dates():
    odile, tomorrow = person_of("Odile"), timezone.now() + timedelta(days=1)
    ladder = listing_of(odile)
    first, second = proposals(2, tomorrow, ladder)
    (after,) = proposals(1, tomorrow + timedelta(hours=2), ladder)

    agreements.take("accept", first, odile)
    agreements.take("accept", after, odile)
    with pytest.raises(agreements.Refusal):
        agreements.take("accept", second, odile)
    agreements.take("cancel", first, odile)
    agreements.take("accept", second, odile)

    second.refresh_from_db()
    assert second.state == "accepted"


def test_no_end_and_no_decision_without_its_date():
    agreement = agreement_in(answer_to(listing_of(person_of("Odile"))))

    for state in ("done", "accepted"):
        with pytest.raises(IntegrityError):
            Agreement.objects.filter(pk=agreement.pk).update(state=state)
