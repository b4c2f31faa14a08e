"""Odette, for whom the town hall does everything, and what Nadia organises."""

import pytest

from placette.groupbuys.actions.closing import close
from placette.groupbuys.models import Campaign
from placette.groupbuys.tests.factories import campaign_of
from placette.groupbuys.tests.orders import paid_to
from placette.people.tests.factories import officer_of, person_of

from .factories import carried_by
from .purchases import bought


@pytest.fixture
def officer():
    return officer_of()


@pytest.fixture
def consent(officer):
    return carried_by(officer)


@pytest.fixture
def nadia():
    return person_of("Nadia", "Ferrand")


@pytest.fixture
def campaign(nadia):
    return campaign_of(nadia, shown_to_town_hall=True)


@pytest.fixture
def owing(client, officer, consent, campaign, nadia) -> Campaign:
    """Closed well; she takes two tonnes at 300 €."""
    bought(client, officer, consent, campaign)
    close(campaign.pk, campaign.deadline)
    paid_to(campaign, nadia)
    return Campaign.objects.get(pk=campaign.pk)
