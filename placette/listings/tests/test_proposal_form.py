"""What a proposal that was not taken shows again."""

from datetime import UTC, datetime

import time_machine

from placette.listings.forms.agreements import ProposalForm
from placette.listings.moments import ready


def test_a_moment_that_was_ready_when_the_form_was_shown_stays_chosen():
    with time_machine.travel(datetime(2026, 11, 27, 16, 0, tzinfo=UTC), tick=False):
        this_evening = ready(datetime.now(UTC))[0].key
    with time_machine.travel(datetime(2026, 11, 27, 17, 0, tzinfo=UTC), tick=False):
        assert this_evening not in {each.key for each in ready(datetime.now(UTC))}
        form = ProposalForm({"what": "", "moment": this_evening})

        assert not form.is_valid()
        shown = str(form["moment"])

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
