"""Quantities and money in words, in the language that is active."""

import re
from decimal import Decimal

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from placette.core.text import NO_BREAK

# A word rather than a symbol (kg, t, kWh): three small letters or more, one of them a vowel. As frontend/units.ts.
WORD = re.compile(r"(?=[a-zà-ÿœ]*[aeiouyà-ÿœ])[a-zà-ÿœ]{3,}(?![^\s])")


def euros(cents: int) -> str:
    """« 1 234,50 € » in French, « €1,234.50 » in English."""
    amount = number_format(Decimal(cents) / 100, decimal_pos=2, use_l10n=True, force_grouping=True)
    return _money(amount)


def price(cents: int) -> str:
    """« 270 € », « 3,33 € »: without the zeros that say nothing, where no column of figures stands."""
    if cents % 100:
        return euros(cents)
    whole = number_format(cents // 100, use_l10n=True, force_grouping=True)
    return _money(whole)


def _money(amount: str) -> str:
    """Never broken at the end of a line; as frontend/amounts.ts writes it."""
    return _("%(amount)s €").replace(" ", NO_BREAK) % {"amount": amount}


def quantity(amount: Decimal, unit: str) -> str:
    """« 1,5 kg », « 4 paniers »: no zeros that say nothing."""
    return f"{figures(amount)}{NO_BREAK}{_several(unit) if amount >= 2 else unit}"


def figures(amount: Decimal) -> str:
    """« 1 500,5 », to be read."""
    shown = amount.normalize()
    return number_format(shown, decimal_pos=_places(shown), use_l10n=True, force_grouping=True)


def plain(amount: Decimal) -> str:
    """« 1500,5 », to be typed: what is in a field comes back, and the comma of « 1,500 » would be read as a decimal one."""
    shown = amount.normalize()
    return number_format(shown, decimal_pos=_places(shown), use_l10n=True)


def _places(normal: Decimal) -> int:
    return max(0, -int(normal.as_tuple().exponent))


def _several(unit: str) -> str:
    """« sacs de 15 kg »: from two on, in French; what was typed in the plural stays."""
    word = WORD.match(unit)
    if word is None or word[0][-1] in "sxz":
        return unit
    one, rest = word[0], unit[word.end() :]
    if one.endswith("al"):
        return f"{one[:-1]}ux{rest}"
    return f"{one}{'x' if one.endswith(('eau', 'eu')) else 's'}{rest}"
