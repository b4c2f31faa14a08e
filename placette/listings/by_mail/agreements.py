"""Propose an agreement, accept or decline one, cancel it, say that it is done, thank."""

from functools import partial
from typing import cast

from django import forms
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from placette.conversations.queries import said_for
from placette.core.forms import LineField
from placette.listings import agreement_rules as rules
from placette.listings import sentences
from placette.listings.actions import agreements as actions
from placette.listings.forms.agreements import ProposalForm
from placette.listings.models import Agreement, Answer
from placette.listings.moments import clocks_of
from placette.listings.queries import agreements as queries
from placette.notices.by_mail.acts import Act, Asked, Refused, no_form, register
from placette.people.standing import Standing


class ReasonForm(forms.Form):
    reason = LineField(label=gettext_lazy("Un mot d’explication"), required=False, max_length=300)


class ThanksForm(forms.Form):
    text = LineField(label=gettext_lazy("Avec vos mots"), required=False, max_length=300)
    quote = forms.BooleanField(
        label=gettext_lazy("La mairie peut citer ce merci, sans mon nom"), required=False
    )


def register_acts() -> None:
    register(
        Act("answer.agree", gettext_lazy("Proposer un accord"), _ask_agree, _agree, _terms_form, "hand"),
        Act("agreement.thank", gettext_lazy("Dire merci"), _ask_thank, _thank, _thanks_form, "heart"),
        *(
            Act(f"agreement.{name}", button, partial(_ask_step, name), partial(_step, name), form, icon)
            for name, button, form, icon in (
                ("accept", gettext_lazy("D’accord"), no_form, "check"),
                ("decline", gettext_lazy("Non merci"), no_form, "x"),
                ("cancel", gettext_lazy("Annuler l’accord"), _reason_form, "x"),
                ("done", gettext_lazy("C’est fait"), no_form, "check"),
                ("no_show", gettext_lazy("Personne n’est venu"), no_form, "x"),
            )
        ),
    )


def _ask_agree(standing: Standing, pk: int) -> Asked | None:
    answer = _answer_in(standing, pk)
    if answer is None:
        return None
    last = queries.last_of(answer)
    may = rules.may_propose(standing, answer, last)
    over = "" if may else _("Une proposition est déjà en cours entre vous, ou vous ne pouvez plus en faire.")
    other = queries.other_than(standing, answer)
    question = _("Que proposez-vous à %(name)s ?") % {"name": other.display_name}
    return Asked(question, (), over, [other], answer.listing.zone, said_for(answer.conversation, [other]))


def _terms_form(standing: Standing, pk: int, data: QueryDict | None) -> ProposalForm:
    answer = _answer_in(standing, pk)
    return ProposalForm(data, listing=answer.listing if answer else None)


def _agree(standing: Standing, pk: int, form: forms.Form) -> str:
    answer = _answer_in(standing, pk)
    assert answer is not None
    try:
        actions.propose(answer, standing.known, **cast(ProposalForm, form).terms())
    except actions.Refusal as refusal:
        raise Refused(str(refusal)) from None
    name = queries.other_than(standing, answer).display_name
    return _("C’est proposé : %(name)s reçoit un avis.") % {"name": name}


def _answer_in(standing: Standing, pk: int) -> Answer | None:
    answers = Answer.objects.select_related("listing__author", "listing__commune", "person", "conversation")
    answer = answers.filter(pk=pk).first()
    return answer if answer and rules.is_party(standing, answer) else None


def _ask_step(name: str, standing: Standing, pk: int) -> Asked | None:
    agreement = queries.agreement_of(standing, pk)
    if agreement is None:
        return None
    answer, person = agreement.answer, standing.known
    party = queries.other_than(standing, answer)
    other = party.display_name
    with clocks_of(answer.listing):
        if agreement.state == rules.STEPS[name].after:
            over = _("C’est déjà noté : il n’y a plus rien à faire.")
        elif not rules.is_trusted(standing, name):
            over = _("Faites d’abord confirmer votre résidence : la mairie ou deux voisins le peuvent.")
        else:
            over = rules.refusal(name, agreement, person.pk, timezone.now())
        known = {"name": other, "what": agreement.what}
        asked = {
            "cancel": _("Annuler « %(what)s » avec %(name)s ?"),
            "done": _("« %(what)s » avec %(name)s : est-ce fait ?"),
            "no_show": _("« %(what)s » avec %(name)s : le rendez-vous a été manqué ?"),
        }
        if name in asked:
            return Asked(
                asked[name] % known,
                (),
                over,
                [party],
                answer.listing.zone,
                said_for(answer.conversation, [party]),
            )
        terms = {"step": "proposed", "name": other, "title": agreement.what} | sentences.facts_of(agreement)
        words = [(other, agreement.note)] if agreement.note else []
        return Asked(
            sentences.told_of_step(terms),
            words,
            over,
            [party],
            answer.listing.zone,
            said_for(answer.conversation, [party]),
        )


def _reason_form(standing: Standing, pk: int, data: QueryDict | None) -> ReasonForm:
    return ReasonForm(data)


def _step(name: str, standing: Standing, pk: int, form: forms.Form) -> str:
    agreement = _agreement(standing, pk)
    try:
        actions.take(name, agreement, standing.known, form.cleaned_data.get("reason", ""))
    except actions.Refusal as refusal:
        raise Refused(str(refusal)) from None
    other = queries.other_than(standing, agreement.answer).display_name
    return _("C’est noté : %(name)s reçoit un avis.") % {"name": other}


def _ask_thank(standing: Standing, pk: int) -> Asked | None:
    agreement = queries.agreement_of(standing, pk)
    if agreement is None:
        return None
    said = queries.thanks_by(agreement, standing.known.pk)
    may = rules.may_thank(standing, agreement, said is not None)
    over = "" if may else _("Vous avez déjà dit merci, ou ce n’est pas encore fait.")
    other = queries.other_than(standing, agreement.answer)
    known = {"name": other.display_name, "what": agreement.what}
    return Asked(
        _("Remercier %(name)s pour « %(what)s »") % known,
        (),
        over,
        [other],
        said=said_for(agreement.answer.conversation, [other]),
    )


def _thanks_form(standing: Standing, pk: int, data: QueryDict | None) -> ThanksForm:
    return ThanksForm(data, initial={"text": _("Merci beaucoup !")})


def _thank(standing: Standing, pk: int, form: forms.Form) -> str:
    data = form.cleaned_data
    try:
        actions.thank(_agreement(standing, pk), standing.known, data["text"], may_be_quoted=data["quote"])
    except actions.Refusal as refusal:
        raise Refused(str(refusal)) from None
    return _("Votre merci est parti.")


def _agreement(standing: Standing, pk: int) -> Agreement:
    agreement = queries.agreement_of(standing, pk)
    if agreement is None:
        raise Refused(_("Cet accord n’est plus là."))
    return agreement
