"""To which account one paid is forgotten three months after the end; what each has paid stays."""

from datetime import timedelta

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.utils import timezone

from placette.groupbuys import tasks
from placette.groupbuys.actions import ending, payment_terms
from placette.groupbuys.actions.payments import Received, note_statement
from placette.groupbuys.collecting.actions import finishing
from placette.groupbuys.models import Payment, PaymentTerms
from placette.groupbuys.queries import payments
from placette.people.tests.factories import person_of

from .collected import share_of, succeeded
from .factories import campaign_of

pytestmark = pytest.mark.django_db
TERMS = payment_terms.Terms(payee="Nadia Ferrand", iban="FR7699999000000000003118777")


@pytest.fixture
def nadia():
    return person_of("Nadia")


@pytest.fixture
def campaign(nadia):
    """Luc has paid by a transfer that was read in a statement, Nadia owes still."""
    luc = person_of("Luc")
    campaign = succeeded(nadia, {nadia: 1, luc: 1})
    payment_terms.set_terms(campaign.pk, nadia, TERMS)
    share = share_of(campaign, luc)
    line = Received(share.pk, timezone.localdate(), share.amount_cents, "bank:1:2026-11-26:30000:1", True)
    assert note_statement(campaign.pk, nadia, [line]) == (1, 0)
    return campaign


def forget(after_days: int) -> None:
    with time_machine.travel(timezone.now() + timedelta(days=after_days)):
        tasks.forget_accounts(0)
        tasks.forget_accounts(0)


def test_three_months_after_the_end_nothing_leads_to_a_bank(client, nadia, campaign):
    finishing.finish(campaign.pk)
    forget(91)
    assert PaymentTerms.objects.get().iban == TERMS.iban
    assert Payment.objects.get().source

    forget(93)

    assert not PaymentTerms.objects.exists()
    assert Payment.objects.get().source is None
    assert payments.totals(campaign).received == Payment.objects.get().amount_cents > 0
    client.force_login(nadia)
    assert (
        "Placette ne garde plus comment payer"
        in client.get(f"/achats/{campaign.pk}/ma-part/").content.decode()
    )


def test_while_one_still_pays_and_collects_it_is_kept_a_year(campaign):
    forget(409)  # closed ten days from now
    assert PaymentTerms.objects.exists()
    forget(411)
    assert not PaymentTerms.objects.exists()


def test_what_came_to_nothing_forgets_as_soon_and_what_is_open_keeps(nadia):
    given_up, going = campaign_of(nadia), campaign_of(nadia, deadline=timezone.now() + timedelta(days=200))
    for each in (given_up, going):
        payment_terms.set_terms(each.pk, nadia, TERMS)
    ending.cancel(given_up.pk, nadia, "Trop peu de voisins.")

    forget(93)

    assert PaymentTerms.objects.get().campaign == going


def test_terms_that_are_set_anew_have_their_own_time(nadia, campaign):
    finishing.finish(campaign.pk)
    forget(93)
    with time_machine.travel(timezone.now() + timedelta(days=100)):
        payment_terms.set_terms(campaign.pk, nadia, TERMS)
    forget(150)
    assert PaymentTerms.objects.exists()
    forget(193)
    assert not PaymentTerms.objects.exists()


def test_the_line_of_a_payment_is_forgotten_and_never_another(campaign):
    with pytest.raises(IntegrityError, match="a_payment_is_not_rewritten"), transaction.atomic():
        Payment.objects.update(source="bank:1:2026-11-26:30000:2")
    assert Payment.objects.update(source=None) == 1
