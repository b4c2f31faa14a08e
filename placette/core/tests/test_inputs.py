"""An <input> is drawn by us as Django's own templates draw it."""

import pytest
from django import forms
from django.forms.renderers import DjangoTemplates
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy

from placette.core.forms import INPUTS, Renderer

VALUES = (None, "", "a", 'a"b<c>&', 0, 2.5, True, mark_safe("<b>&amp;"), gettext_lazy("Enregistrer"))
ATTRIBUTES = (
    {},
    {"id": "x", "required": True, "disabled": False, "max": 3, "step": "0.5"},
    {"aria-label": 'l’« échelle » "1" <2>', "placeholder": gettext_lazy("Enregistrer"), "data-x": ""},
)


@pytest.mark.parametrize("attributes", ATTRIBUTES)
@pytest.mark.parametrize("value", VALUES)
def test_as_django_draws_it(value, attributes):
    for widget in (
        forms.TextInput, forms.NumberInput, forms.HiddenInput, forms.CheckboxInput, forms.PasswordInput, forms.EmailInput,
        forms.URLInput, forms.SearchInput, forms.TelInput, forms.DateInput, forms.DateTimeInput, forms.TimeInput, forms.FileInput,
    ):  # fmt: skip
        assert widget.template_name in INPUTS
        drawn = [
            widget(attributes).render("n<o>", value, {"class": "y"}, renderer)
            for renderer in (Renderer(), DjangoTemplates())
        ]
        assert drawn[0] == drawn[1]
