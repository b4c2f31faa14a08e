"""What the panel of a conversation says of its agreement, and what it offers to do next."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from placette.listings.actions import agreements
from placette.listings.models import Agreement, Listing
from placette.people.models import Person
from placette.people.tests.factories import person_of

from .factories import agreement_in, answer_to, listing_of, request_of

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 25, 11, 0, tzinfo=UTC)  # noon in Paris
REMINDED = "Nous vous le rappellerons la veille"


@pytest.fixture
def jeanne():
    return person_of()


def agreed(listing: Listing, **terms) -> Agreement:
    agreement = agreement_in(answer_to(listing), **terms)
    return agreements.take("accept", agreement, listing.author)


def panel(client, viewer: Person, agreement: Agreement) -> str:
    client.force_login(viewer)
    return client.get(f"/messages/{agreement.answer.conversation_id}/").content.decode()


@pytest.mark.parametrize(
    ("starts_in", "says"),
    [
        (timedelta(days=3), REMINDED),
        (timedelta(days=1), REMINDED),
        (timedelta(hours=6), "C’est convenu. Ensuite, vous direz ici si c’est fait."),
        (None, "C’est convenu, sans date fixée. Quand ce sera fait, dites-le ici."),
    ],
)
def test_after_a_yes_both_read_what_comes_next(client, jeanne, starts_in, says):
    with time_machine.travel(NOON, tick=False):
        agreement = agreed(request_of(jeanne), starts_at=starts_in and NOON + starts_in)

        pages = [panel(client, each, agreement) for each in (jeanne, agreement.answer.person)]

    assert [says in page for page in pages] == [True, True]


def test_no_reminder_is_promised_once_that_evening_is_over_or_the_moment_has_come(client, jeanne):
    with time_machine.travel(NOON, tick=False) as clock:
        agreement = agreed(request_of(jeanne), starts_at=NOON + timedelta(days=1))
        clock.move_to(NOON + timedelta(hours=10, minutes=30))  # 22:30
        late = panel(client, jeanne, agreement)
        clock.move_to(NOON + timedelta(days=1, hours=1))
        after = panel(client, jeanne, agreement)

    assert REMINDED not in late
    assert "Ensuite, vous direz ici si c’est fait." in late
    assert "C’est convenu" not in after
    assert "/done/" in after


SETTLE = "C’est réglé, retirer mon annonce"


def carried_out(listing: Listing) -> Agreement:
    return agreements.take("done", agreed(listing), listing.author)


@pytest.mark.parametrize("fields", [{"direction": "request"}, {"kind": "gift"}, {"kind": "sale"}])
def test_once_it_is_done_its_author_takes_it_off_the_square(client, jeanne, fields):
    agreement = carried_out(listing_of(jeanne, **fields))
    listing = agreement.answer.listing
    assert SETTLE in panel(client, jeanne, agreement)

    back = client.post(f"/annonces/{listing.pk}/fin/", follow=True)

    listing.refresh_from_db()
    assert (back.status_code, listing.state) == (200, "closed")
    assert SETTLE not in panel(client, jeanne, agreement)


def test_a_loan_goes_on_and_the_neighbour_takes_nothing_away(client, jeanne):
    loan, request = carried_out(listing_of(jeanne)), carried_out(request_of(jeanne))

    assert SETTLE not in panel(client, jeanne, loan)
    assert SETTLE not in panel(client, request.answer.person, request)


def test_before_it_is_done_nothing_is_settled(client, jeanne):
    assert SETTLE not in panel(client, jeanne, agreed(request_of(jeanne)))
