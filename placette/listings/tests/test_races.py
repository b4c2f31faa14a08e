"""Many at the same instant, on real connections: the database keeps one of everything."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from placette.impact.models import Exchange
from placette.listings.actions import agreements, annonces, answering
from placette.listings.models import Agreement, Answer, Listing
from placette.people.actions import trust
from placette.people.models import Membership, Verification
from placette.people.tests.factories import commune_of, officer_of, person_of

from .factories import agreement_in, answer_to, request_of

pytestmark = pytest.mark.django_db(transaction=True)
MANY = 20


def at_once(action: Callable[[int], object]) -> list[object]:
    """What `action` gives to each of many threads that begin together: its result or its refusal."""
    barrier = Barrier(MANY)

    def run(number: int) -> object:
        try:
            barrier.wait()
            return action(number)
        except (agreements.Refusal, trust.Refusal) as refusal:
            return refusal
        finally:
            connection.close()

    with ThreadPoolExecutor(MANY) as pool:
        return list(pool.map(run, range(MANY)))


def test_twenty_presses_are_one_answer():
    listing, karim = request_of(person_of()), person_of("Karim")

    at_once(lambda _: answering.answer(listing, karim, "J’en ai une"))

    assert Answer.objects.get().conversation.messages.count() == 1


def test_twenty_proposals_leave_one_open():
    jeanne, karim = person_of(), person_of("Karim")
    answer = answer_to(request_of(jeanne), karim)

    said = at_once(lambda number: agreement_in(answer, (jeanne, karim)[number % 2]))

    assert Agreement.objects.count() == 1
    assert sum(isinstance(each, agreements.Refusal) for each in said) == MANY - 1


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

    at_once(lambda number: steps[number % 4]())

    open_ones = Agreement.objects.filter(state__in=["proposed", "accepted"]).count()
    agreement.refresh_from_db()
    assert agreement.state != "proposed"
    assert open_ones == (1 if agreement.state in {"accepted", "countered"} else 0)


def test_done_is_counted_once():
    jeanne, karim = person_of(), person_of("Karim")
    agreement = agreement_in(answer_to(request_of(jeanne), karim), karim)
    agreements.take("accept", agreement, jeanne)

    at_once(lambda number: agreements.take("done", agreement, (jeanne, karim)[number % 2]))

    assert Exchange.objects.count() == 1


def test_a_form_sent_twenty_times_is_one_annonce():
    jeanne = person_of()
    membership = jeanne.memberships.get()
    fields = {"kind": "help", "direction": "request", "category": "other", "title": "Aide", "key": "k" * 30}

    at_once(lambda _: annonces.publish(jeanne, membership, **fields))

    assert Listing.objects.count() == 1


def test_a_code_serves_one_of_twenty():
    officer = officer_of()
    code = trust.issue_code(commune_of(), "3 rue des Tilleuls", officer)
    newcomers = [person_of(f"Nouveau{n}", verified=False).memberships.get() for n in range(MANY)]

    at_once(lambda number: trust.redeem_code(newcomers[number], code.lower()))

    assert Membership.objects.filter(verified_at__isnull=False).count() == 1
    assert Verification.objects.count() == 1
