"""What an officer types of the categories of street reports."""

from django import forms
from django.forms.formsets import formset_factory
from django.utils.translation import gettext_lazy

from placette.civic.actions.categories import MOST, Line
from placette.core.forms import LineField


class CategoryForm(forms.Form):
    """`code`: of the one that is changed; empty for a new one."""

    use_required_attribute = False

    code = forms.SlugField(max_length=30, required=False, widget=forms.HiddenInput)
    name = LineField(
        label=gettext_lazy("Nom"),
        max_length=60,
        error_messages={"required": gettext_lazy("Donnez un nom à cette rubrique.")},
    )
    hint = LineField(
        label=gettext_lazy("Exemples"),
        max_length=160,
        required=False,
        help_text=gettext_lazy("« Un lampadaire éteint ou abîmé »"),
    )
    is_open = forms.BooleanField(label=gettext_lazy("Proposée aux habitants"), required=False, initial=True)

    def line(self) -> Line:
        said = self.cleaned_data
        return Line(said["code"], said["name"], said["hint"], said["is_open"])


# One empty line more, for a new one.
Categories = formset_factory(CategoryForm, extra=1, max_num=MOST + 1, absolute_max=MOST + 1)
