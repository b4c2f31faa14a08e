"""The demo's grouped purchases: one in every state, and the heading one has reached its tier of 10 %."""

import pytest

from placette.groupbuys.goods import goods_of
from placette.groupbuys.models import Campaign, Share
from placette.people.models import Membership
from placette.people.tests.factories import person_of
from placette.site.demo import accounts
from placette.site.demo.chance import Chance
from placette.site.demo.purchases import buy_together

pytestmark = pytest.mark.django_db


def test_one_in_every_state():
    for account in (accounts.RESIDENT, accounts.SECOND):
        person_of(account.first_name, account.last_name, email=account.email)
    for number in range(40):
        person_of(f"Voisin{number}")

    made = buy_together(Chance(), list(Membership.objects.select_related("person")))

    assert made == 8
    assert {each.state for each in Campaign.objects.all()} == set(Campaign.State.values)
    pellets = Campaign.objects.get(template="pellets", state="open")
    (product,) = pellets.products.all()
    assert goods_of(pellets).prices(pellets)[product.pk] == round(product.reference_cents * 0.9)
    assert Share.objects.filter(pledge__person__email=accounts.RESIDENT.email).exists()
