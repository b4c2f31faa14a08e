"""Quantities, prices and numbers of firms as people type them."""

import re
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from stdnum.exceptions import ValidationError as NotANumber
from stdnum.fr import siren, siret

SPACES = re.compile(r"[\s\u00a0\u202f]")
DEAREST = 10_000_000  # cents a unit
SIRET = 14  # digits; its first nine are the SIREN


class QuantityField(forms.DecimalField):
    """« 1,5 » or « 1 500 », in the product's unit; None where nothing is typed."""

    def __init__(self, **options: Any) -> None:
        known = {"min_value": Decimal(0), "max_digits": 12, "decimal_places": 3, "required": False}
        super().__init__(**{**known, "localize": True, **options})
        said = gettext_lazy("Écrivez une quantité, comme 3 ou 1,5.")
        self.error_messages |= dict.fromkeys(("invalid", "min_value"), said)
        for validator in self.validators:
            if getattr(validator, "code", "") == "min_value":
                validator.message = said  # type: ignore[attr-defined]

    def to_python(self, value: object) -> Decimal | None:  # type: ignore[override]
        return super().to_python(SPACES.sub("", value) if isinstance(value, str) else value)


class CentsField(forms.CharField):
    """« 285,50 » as integer cents; None where nothing is typed."""

    def clean(self, value: Any) -> int | None:  # type: ignore[override]
        text = SPACES.sub("", str(value or "")).replace("€", "").replace(",", ".")
        if not text:
            return None
        if not re.fullmatch(r"\d{1,7}(\.\d{1,2})?", text, re.ASCII):
            raise ValidationError(_("Écrivez un prix en euros, comme 12 ou 12,50."))
        cents = int(Decimal(text) * 100)
        if cents == 0:
            raise ValidationError(_("Ce prix est de zéro : écrivez ce que coûte une unité."))
        if cents > DEAREST:
            raise ValidationError(_("Ce prix dépasse 100 000 € l’unité : vérifiez-le."))
        return cents


def siren_of(text: str) -> str:
    """Nine digits, of a SIREN or of the SIRET that begins with it. Raises ValidationError where its check digit is wrong."""
    digits = SPACES.sub("", text).replace(".", "")
    kind = siret if len(digits) == SIRET else siren
    try:
        return str(kind.validate(digits))[:9]
    except NotANumber:
        pass
    if not re.fullmatch(r"\d{9}|\d{14}", digits, re.ASCII):
        raise ValidationError(_("Un SIREN a neuf chiffres : recopiez-les depuis une facture."))
    raise ValidationError(
        _("Ce SIREN n’existe pas : un chiffre est faux. Recopiez-le depuis une facture ou un Kbis.")
    )
