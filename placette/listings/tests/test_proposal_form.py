"""What a proposal that was not taken shows again."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from placette.listings.forms.agreements import ProposalForm
from placette.listings.models import Agreement, Listing
from placette.listings.moments import ready
from placette.people.tests.factories import person_of

from .factories import agreement_in, answer_to, listing_of, request_of
from .pages import form_on


def test_a_moment_that_was_ready_when_the_form_was_shown_stays_chosen():
    with time_machine.travel(datetime(2026, 11, 27, 16, 0, tzinfo=UTC), tick=False):
        this_evening = ready(datetime.now(UTC))[0].key
    with time_machine.travel(datetime(2026, 11, 27, 17, 0, tzinfo=UTC), tick=False):
        assert this_evening not in {each.key for each in ready(datetime.now(UTC))}
        form = ProposalForm({"what": "", "moment": this_evening})

        assert not form.is_valid()
        shown = str(form["moment"]).replace("\xa0", " ")

    assert 'value="2026-11-27T18:30"' in shown
    assert "aujourd’hui à 18 h 30" in shown
    assert shown.count("checked") == 1


def test_a_ready_moment_is_offered_once():
    moment = ready(datetime.now(UTC))[-1].key

    assert str(ProposalForm({"what": "", "moment": moment})["moment"]).count(f'value="{moment}"') == 1


def test_what_is_no_moment_is_refused():
    form = ProposalForm({"what": "Samedi", "moment": "<demain>"})

    assert not form.is_valid()
    assert "moment" in form.errors


def test_terms_are_typed_as_they_are_read():
    at = datetime(2026, 7, 1, 16, 30, tzinfo=UTC)

    form = ProposalForm(initial={"what": "Une échelle", "starts_at": at, "price": 1250})

    assert 'value="2026-07-01T18:30"' in str(form["starts_at"])
    assert 'value="12,50"' in str(form["price"])


FRIDAY = datetime(2026, 11, 27, 9, 0, tzinfo=UTC)
SATURDAY, SUNDAY = "2026-11-28T10:00", "2026-11-29T15:00"  # in Paris, both ready
TUESDAY = datetime(2026, 12, 1, 9, 0, tzinfo=UTC)  # 10:00 in Paris


@pytest.fixture
def on_friday():
    with time_machine.travel(FRIDAY, tick=False):
        yield


@pytest.fixture
def jeanne(client, db, on_friday):
    jeanne = person_of()
    client.force_login(jeanne)
    return jeanne


def countered(client, jeanne, starts_at: datetime, changes: dict[str, str], **terms) -> Agreement | None:
    """What comes of the form as her page shows it against Karim's proposal, with these changes of hers."""
    until = starts_at + timedelta(hours=2)
    held = agreement_in(answer_to(request_of(jeanne)), starts_at=starts_at, ends_at=until, **terms)
    address = f"/accords/{held.pk}/contre-proposition/"
    page = client.get(f"/messages/{held.answer.conversation_id}/").content.decode()

    client.post(address, form_on(page, address) | changes)

    return Agreement.objects.exclude(pk=held.pk).first()


def test_a_ready_moment_that_she_taps_is_what_she_proposes(client, jeanne):
    fresh = countered(client, jeanne, TUESDAY, {"moment": SATURDAY})

    assert fresh.starts_at == datetime(2026, 11, 28, 9, 0, tzinfo=UTC)
    assert fresh.ends_at is None


def test_a_moment_taken_away_takes_its_end_with_it(client, jeanne):
    fresh = countered(client, jeanne, TUESDAY, {"starts_at": ""})

    assert (fresh.starts_at, fresh.ends_at) == (None, None)


def test_what_she_leaves_as_it_is_stays_with_the_note(client, jeanne):
    fresh = countered(client, jeanne, TUESDAY, {"what": "La petite échelle"}, note="Au portail vert")

    assert (fresh.what, fresh.note) == ("La petite échelle", "Au portail vert")
    assert (fresh.starts_at, fresh.ends_at) == (TUESDAY, TUESDAY + timedelta(hours=2))


def test_a_ready_moment_comes_chosen_and_another_may_be_tapped_or_typed(client, jeanne):
    saturday = datetime(2026, 11, 28, 9, 0, tzinfo=UTC)

    kept = countered(client, jeanne, saturday, {"price": "5"})
    tapped = countered(client, jeanne, saturday, {"moment": SUNDAY})
    typed = countered(client, jeanne, saturday, {"starts_at": "2026-12-02T08:00"})

    assert (kept.starts_at, kept.ends_at) == (saturday, saturday + timedelta(hours=2))
    assert (tapped.starts_at.day, tapped.ends_at) == (29, None)
    assert (typed.starts_at, typed.ends_at) == (datetime(2026, 12, 2, 7, 0, tzinfo=UTC), None)


def test_another_hour_of_the_same_day_keeps_the_end(client, jeanne):
    fresh = countered(client, jeanne, TUESDAY, {"starts_at": "2026-12-01T09:00"})

    assert (fresh.starts_at, fresh.ends_at) == (
        TUESDAY - timedelta(hours=1),
        TUESDAY + timedelta(hours=2),
    )


def test_two_moments_at_once_are_asked_about(client, jeanne):
    fresh = countered(client, jeanne, TUESDAY, {"moment": SATURDAY, "starts_at": "2026-12-02T08:00"})

    assert fresh is None


def test_a_moment_that_has_passed_is_not_proposed_again(client, jeanne):
    fresh = countered(client, jeanne, FRIDAY - timedelta(days=1), {"what": "Un autre jour"})

    assert (fresh.what, fresh.starts_at) == ("Un autre jour", None)


def proposed(client, jeanne, listing: Listing, **changes: str) -> Agreement | None:
    answer = answer_to(listing, jeanne)
    address = f"/messages/{answer.conversation_id}/proposition/"
    page = client.get(f"/messages/{answer.conversation_id}/").content.decode()

    client.post(address, form_on(page, address) | changes)

    return Agreement.objects.filter(answer=answer).first()


def test_a_sale_is_agreed_on_at_the_price_of_the_annonce(client, jeanne):
    sale = listing_of(person_of("Paul"), kind="sale", price_cents=4000)

    assert proposed(client, jeanne, sale).price_cents == 4000


def test_a_sale_is_free_only_where_somebody_writes_so(client, jeanne):
    paul = person_of("Paul")
    sales = [listing_of(paul, kind="sale", price_cents=4000) for _ in range(2)]
    wanted = request_of(paul, kind="sale")

    assert proposed(client, jeanne, sales[0], price="") is None
    assert proposed(client, jeanne, wanted, price="") is None
    assert proposed(client, jeanne, sales[1], price="0").price_cents == 0


def test_a_loan_is_free_unless_somebody_writes_a_price(client, jeanne):
    assert proposed(client, jeanne, listing_of(person_of("Paul"))).price_cents == 0


def test_the_price_of_the_other_is_what_she_answers(client, jeanne):
    fresh = countered(client, jeanne, TUESDAY, {"what": "Deux heures"}, price_cents=1250)

    assert fresh.price_cents == 1250


def test_what_is_left_to_be_seen_together_has_no_date(client, jeanne):
    fresh = countered(client, jeanne, TUESDAY, {"moment": "later"})

    assert (fresh.starts_at, fresh.ends_at) == (None, None)


def test_a_date_is_chosen_and_typed(client, jeanne):
    chosen = proposed(
        client, jeanne, listing_of(person_of("Paul")), moment="date", starts_at="2026-12-01T10:00"
    )

    assert chosen.starts_at == TUESDAY


def test_a_date_typed_without_being_chosen_is_asked_about_in_sight():
    day = datetime.now(UTC) + timedelta(days=20)

    form = ProposalForm({"what": "Une échelle", "moment": "later", "starts_at": f"{day:%Y-%m-%d}T10:00"})

    assert "Choisir une date" in str(form.errors["starts_at"])
    assert 'aria-invalid="true"' in str(form["starts_at"])


def is_unfolded(client, conversation_id: int) -> bool:
    page = client.get(f"/messages/{conversation_id}/").content.decode()
    folded, _, _ = page.partition('name="ends_at"')
    return "open" in folded.rpartition("<details")[2].partition(">")[0]


def test_what_may_be_added_is_folded_until_something_stands_there(client, jeanne):
    answer = answer_to(request_of(jeanne))
    alone = is_unfolded(client, answer.conversation_id)
    agreement_in(answer, note="Au portail vert")

    assert (alone, is_unfolded(client, answer.conversation_id)) == (False, True)


def test_the_price_of_an_annonce_stays_in_sight(client, jeanne):
    paul = person_of("Paul")
    answers = [
        answer_to(listing_of(paul, **fields), jeanne)
        for fields in ({}, {"kind": "service", "price_cents": 1500}, {"kind": "sale", "price_cents": 4000})
    ]

    pages = [client.get(f"/messages/{each.conversation_id}/").content.decode() for each in answers]

    folded = [page.index("Ajouter une durée") < page.index('name="price"') for page in pages]
    assert folded == [True, False, False]
