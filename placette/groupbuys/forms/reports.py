"""What is not right, and what an operator decides."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from placette.core.forms import ParagraphField
from placette.groupbuys.models import Report


class ReportForm(forms.Form):
    reason = forms.ChoiceField(
        label=gettext_lazy("Qu’est-ce qui ne va pas ?"),
        choices=Report.Reason.choices,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choisissez ce qui s’en approche le plus.")},
    )
    words = ParagraphField(
        label=gettext_lazy("Dites-nous en quelques mots"),
        required=False,
        max_length=2000,
        help_text=gettext_lazy("Qui organise ne saura pas que c’est vous."),
    )


class DecisionForm(forms.Form):
    outcome = forms.ChoiceField(
        label=gettext_lazy("Votre décision"),
        widget=forms.RadioSelect,
        error_messages={
            "required": gettext_lazy("Dites ce que vous décidez."),
            "invalid_choice": gettext_lazy("Cet achat groupé a changé entre-temps : relisez, puis décidez."),
        },
    )
    grounds = ParagraphField(
        label=gettext_lazy("Vos raisons"),
        max_length=2000,
        help_text=gettext_lazy(
            "Qui a signalé les lit, et tous les participants si l’achat est annulé. Ne nommez personne."
        ),
        error_messages={"required": gettext_lazy("Une décision se motive : écrivez une phrase au moins.")},
    )

    def __init__(self, *args: Any, outcomes: Sequence[Report.Outcome], **named: Any) -> None:
        """`outcomes`: what can be decided now. One alone needs no choice."""
        super().__init__(*args, **named)
        self.fields["outcome"].choices = [(each.value, each.label) for each in outcomes]  # type: ignore[attr-defined]
        self.fields["outcome"].initial = outcomes[0] if len(outcomes) == 1 else None
