"""Voting by the link of an e-mail: as secret and as final as on the page (decision 14)."""

from typing import Any, cast

from django import forms
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from placette.civic import rules
from placette.civic.actions import polls as actions
from placette.civic.actions import refusals
from placette.civic.forms.polls import BallotForm
from placette.civic.queries import polls as queries
from placette.notices.by_mail.acts import Act, Asked, Refused, register
from placette.people.standing import Standing


class LetterForm(BallotForm):
    """There is no second page on which one reads it again: the box stands for it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["sure"] = forms.BooleanField(
            label=_("C’est bien mon choix : secret, il ne pourra plus changer"),
            error_messages={"required": _("Relisez votre choix, puis cochez cette case.")},
        )

    def clean(self) -> dict[str, Any]:
        """Of a ranking every field but this one is a rank."""
        sure = self.cleaned_data.pop("sure", False)
        cleaned = super().clean()
        return cleaned | {"sure": sure}


def register_acts() -> None:
    register(Act("poll.vote", gettext_lazy("Voter"), _ask, _vote, _form, "check"))


def of_poll(facts: dict[str, Any]) -> list[tuple[str, int]]:
    return [("poll.vote", facts["poll"])] if facts.get("event") == "opened" and "poll" in facts else []


def _ask(standing: Standing, pk: int) -> Asked | None:
    poll = queries.found(standing, pk)
    if poll is None:
        return None
    over = ""
    if actions.has_voted(poll, standing.known):
        over = _("Vous avez déjà voté : un vote est secret et définitif. Merci !")
    elif not rules.may_vote(standing, poll, timezone.now()):
        over = _("Cette consultation n’est pas ouverte, ou votre résidence n’est pas confirmée.")
    return Asked(poll.question, (), over, zone=poll.zone)


def _form(standing: Standing, pk: int, data: QueryDict | None) -> LetterForm:
    poll = queries.found(standing, pk)
    assert poll is not None
    return LetterForm(data, poll=poll)


def _vote(standing: Standing, pk: int, form: forms.Form) -> str:
    poll = queries.found(standing, pk)
    if poll is None or not rules.may_vote(standing, poll, timezone.now()):
        raise Refused(_("Cette consultation n’est pas ouverte : votre choix n’est pas enregistré."))
    try:
        actions.vote(pk, standing.known, cast(BallotForm, form).chosen())
    except (refusals.AlreadyVoted, refusals.Refused) as refused:
        raise Refused(str(refused)) from None
    return _("Votre vote est dans l’urne. Personne ne saura ce que vous avez choisi.")
