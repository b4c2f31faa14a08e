"""Quantities in words."""

from decimal import Decimal

import pytest

from placette.groupbuys.amounts import quantity


@pytest.mark.parametrize(
    ("amount", "unit", "said"),
    [
        ("1.500", "kg", "1,5 kg"),
        ("4", "t", "4 t"),
        ("300", "kWh", "300 kWh"),
        ("300", "kwh", "300 kwh"),
        ("12", "m²", "12 m²"),
        ("1", "panier", "1 panier"),
        ("1.5", "panier", "1,5 panier"),
        ("0", "panier", "0 panier"),
        ("4", "panier", "4 paniers"),
        ("2", "sac de 15 kg", "2 sacs de 15 kg"),
        ("3", "stère", "3 stères"),
        ("3", "sacs", "3 sacs"),
        ("3", "colis", "3 colis"),
        ("3", "bocal", "3 bocaux"),
        ("3", "tonneau", "3 tonneaux"),
        ("3", "L", "3 L"),
        ("3", "#sac", "3 #sac"),
        ("3", "", "3 "),
    ],
)
def test_a_word_takes_its_plural_and_a_symbol_does_not(amount, unit, said):
    assert quantity(Decimal(amount), unit).replace("\u00a0", " ") == said
