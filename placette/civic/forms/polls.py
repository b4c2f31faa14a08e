"""What an officer types of a poll, and what a resident chooses in it."""

from datetime import timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from placette.civic.forms.announcements import QuartersField
from placette.civic.models import Option, Poll
from placette.core.forms import LineField, MomentField, ParagraphField
from placette.places.models import Commune

Kind = Poll.Kind
FEWEST, MOST, MOST_RANKED = 2, 12, 6
LONGEST_OPTION = 120


class OptionsField(ParagraphField):
    """One option a line; gives a list."""

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list) else value

    def clean(self, value: Any) -> list[str]:  # type: ignore[override]
        lines = [" ".join(line.split()) for line in super().clean(value).split("\n")]
        options = [line for line in lines if line]
        if len(options) < FEWEST:
            raise ValidationError(_("Donnez au moins deux réponses possibles, une par ligne."))
        if len(options) > MOST:
            raise ValidationError(_("Douze réponses au plus : au-delà, on ne les lit plus toutes."))
        if len({option.casefold() for option in options}) < len(options):
            raise ValidationError(_("Deux réponses sont les mêmes : gardez-en une."))
        if long := [option for option in options if len(option) > LONGEST_OPTION]:
            raise ValidationError(
                _("Cette réponse est trop longue (120 caractères au plus) : « %(option)s ».")
                % {"option": long[0][:40] + "…"}
            )
        return options


class PollForm(forms.Form):
    question = LineField(
        label=gettext_lazy("Votre question"),
        max_length=160,
        help_text=gettext_lazy("Une seule chose à la fois : « Où planter les dix nouveaux arbres ? »"),
        error_messages={"required": gettext_lazy("Écrivez la question à laquelle on répond.")},
    )
    text = ParagraphField(
        label=gettext_lazy("Ce qu’il faut savoir pour répondre"),
        max_length=4000,
        required=False,
        help_text=gettext_lazy("Le contexte, le budget, et ce que la mairie fera du résultat."),
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    options = OptionsField(
        label=gettext_lazy("Les réponses possibles"),
        max_length=1600,
        help_text=gettext_lazy("Une par ligne, de deux à douze. Pensez à « Sans avis » si cela se peut."),
        error_messages={"required": gettext_lazy("Donnez au moins deux réponses possibles, une par ligne.")},
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    kind = forms.ChoiceField(
        label=gettext_lazy("Comment répond-on ?"),
        choices=Kind,
        widget=forms.RadioSelect,
        initial=Kind.SINGLE,
        help_text=gettext_lazy(
            "Dans un classement de quatre propositions, la première de chacun reçoit 4 points, la deuxième 3, et ainsi "
            "de suite ; celle qui a le plus de points l’emporte."
        ),
    )
    most = forms.IntegerField(
        label=gettext_lazy("Combien de réponses au plus ?"),
        min_value=1,
        max_value=MOST,
        required=False,
        help_text=gettext_lazy("Seulement pour « Plusieurs réponses »."),
    )
    opens_at = MomentField(
        label=gettext_lazy("On vote à partir de"),
        error_messages={"required": gettext_lazy("Choisissez un jour et une heure.")},
    )
    closes_at = MomentField(
        label=gettext_lazy("jusqu’à"),
        help_text=gettext_lazy(
            "Le résultat paraît à ce moment, pas avant : personne ne le voit en cours de route."
        ),
    )
    quarters = QuartersField(
        label=gettext_lazy("Pour quels quartiers ?"),
        help_text=gettext_lazy("Rien de coché : toute la commune."),
    )
    key = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, commune: Commune, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.fields["quarters"].of(commune):  # type: ignore[attr-defined]
            del self.fields["quarters"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        self._check_moments(cleaned.get("opens_at"), cleaned.get("closes_at"))
        options, kind = cleaned.get("options") or [], cleaned.get("kind")
        if kind == Kind.RANKED and len(options) > MOST_RANKED:
            self.add_error("options", _("Six propositions au plus dans un classement : au-delà, on se perd."))
        if kind == Kind.SEVERAL:
            most = cleaned.get("most")
            if not most or most < 2:
                self.add_error("most", _("Dites combien de réponses chacun peut choisir : deux au moins."))
            elif options and most > len(options):
                self.add_error("most", _("Il n’y a pas tant de réponses : baissez ce nombre."))
        else:
            cleaned["most"] = 1
        return cleaned

    def _check_moments(self, opens: Any, closes: Any) -> None:
        for name, moment in (("opens_at", opens), ("closes_at", closes)):
            if name in self.cleaned_data and moment is None:
                self.add_error(name, _("Choisissez un jour et une heure."))
        if closes and closes <= timezone.now():
            self.add_error("closes_at", _("Cette fin est déjà passée : choisissez un moment à venir."))
        elif opens and closes and closes < opens + timedelta(hours=1):
            self.add_error("closes_at", _("Laissez au moins une heure pour voter."))

    def said(self) -> dict[str, Any]:
        """As actions.polls takes them: the fields, the quarters and the options."""
        names = ("question", "text", "kind", "most", "opens_at", "closes_at", "options")
        said = {name: self.cleaned_data[name] for name in names}
        return said | {"quarters": list(self.cleaned_data.get("quarters") or [])}


def held(poll: Poll) -> dict[str, Any]:
    names = ("question", "text", "kind", "most", "opens_at", "closes_at")
    return {name: getattr(poll, name) for name in names} | {
        "options": [each.text for each in poll.options.all()],
        "quarters": [each.pk for each in poll.quarters.all()],
    }


class BallotForm(forms.Form):
    """A choice among the options of a poll: radio buttons, boxes, or a rank for each. Gives positions."""

    def __init__(self, *args: Any, poll: Poll, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.poll = poll
        self.options: list[Option] = list(poll.options.all())
        if poll.kind == Kind.RANKED:
            self._ask_for_ranks()
        else:
            self._ask_for_choices()

    def _ask_for_choices(self) -> None:
        choices = [(str(each.position), each.text) for each in self.options]
        required = {"required": _("Choisissez une réponse, puis votez.")}
        if self.poll.kind == Kind.SINGLE:
            self.fields["choice"] = forms.ChoiceField(
                label=_("Votre réponse"), choices=choices, widget=forms.RadioSelect, error_messages=required
            )
        else:
            self.fields["choice"] = forms.MultipleChoiceField(
                label=_("Vos réponses : %(most)d au plus") % {"most": self.poll.most},
                choices=choices,
                widget=forms.CheckboxSelectMultiple,
                error_messages=required,
            )

    def _ask_for_ranks(self) -> None:
        ranks = [("", _("Choisir"))]
        ranks += [(str(rank), _("%(rank)d sur %(of)d") % {"rank": rank, "of": len(self.options)})
                  for rank in range(1, len(self.options) + 1)]  # fmt: skip
        for option in self.options:
            self.fields[f"rank_{option.position}"] = forms.ChoiceField(
                label=option.text,
                choices=ranks,
                error_messages={"required": _("Donnez-lui un rang.")},
            )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if self.poll.kind == Kind.SEVERAL and len(cleaned.get("choice", [])) > self.poll.most:
            self.add_error(
                "choice",
                _("%(most)d réponses au plus : retirez-en.") % {"most": self.poll.most},
            )
        if self.poll.kind == Kind.RANKED and not self.errors and len(set(cleaned.values())) < len(cleaned):
            raise ValidationError(_("Deux propositions ont le même rang : donnez à chacune le sien."))
        return cleaned

    def chosen(self) -> list[int]:
        """Positions; of a ranking the best first."""
        if self.poll.kind == Kind.RANKED:
            ranks = {each.position: int(self.cleaned_data[f"rank_{each.position}"]) for each in self.options}
            return sorted(ranks, key=lambda position: ranks[position])
        choice = self.cleaned_data["choice"]
        return [int(each) for each in (choice if isinstance(choice, list) else [choice])]

    def in_words(self) -> list[str]:
        texts = {each.position: each.text for each in self.options}
        return [texts[position] for position in self.chosen()]
