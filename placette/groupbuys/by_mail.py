"""Taking part in a grouped purchase by the links of its e-mails: the price that the page shows, and never more."""

from typing import Any, cast

from django import forms
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from placette.groupbuys import rules
from placette.groupbuys.actions import extending, pledging
from placette.groupbuys.actions.refusals import Refused as NotDone
from placette.groupbuys.amounts import price
from placette.groupbuys.forms.pledging import PledgeForm
from placette.groupbuys.queries.detail import Detail, detail
from placette.groupbuys.queries.interest import interest_of
from placette.notices.by_mail.acts import Act, Asked, Refused, register
from placette.people.standing import Standing

ACTS = {
    "priced": ("purchase.take",),
    "rose": ("purchase.accept",),
    "confirm": ("purchase.accept",),
    "extension": ("purchase.stay",),
}


class PricesForm(forms.Form):
    """The prices that were read: what she says yes to."""

    def __init__(self, data: QueryDict | None, found: Detail | None) -> None:
        super().__init__(data)
        for each in found.offers if found else ():
            if each.mine:
                self.fields[str(each.product.pk)] = forms.IntegerField(
                    min_value=0, initial=each.cents, widget=forms.HiddenInput, required=False
                )


def register_acts() -> None:
    register(
        Act("purchase.take", gettext_lazy("Je participe"), _ask_take, _take, _pledge_form, "basket"),
        Act("purchase.accept", gettext_lazy("Oui, à ce prix"), _ask_accept, _accept, _prices_form),
        Act("purchase.stay", gettext_lazy("Oui, je reste"), _ask_stay, _stay),
    )


def of_purchase(facts: dict[str, Any]) -> list[tuple[str, int]]:
    if "campaign" not in facts:
        return []
    return [(name, facts["campaign"]) for name in ACTS.get(str(facts.get("event")), ())]


def _ask_take(standing: Standing, pk: int) -> Asked | None:
    found = detail(standing, pk)
    if found is None:
        return None
    over = ""
    if found.takes_part:
        over = _("Vous participez déjà. Vous pouvez changer votre commande sur la place, jusqu’à la clôture.")
    elif not rules.may_pledge(standing, found.campaign, timezone.now()):
        over = _("Cet achat groupé est clos, ou votre résidence n’est pas confirmée ici.")
    return Asked(found.campaign.title, _prices(found), over)


def _prices(found: Detail, *, mine: bool = False) -> list[tuple[str, str]]:
    """« Granulés en sac », « 285 € / t » each."""
    shown = [each for each in found.offers if each.cents is not None and (each.mine or not mine)]
    return [(each.product.name, f"{price(each.cents or 0)} / {each.product.unit}") for each in shown]


def _pledge_form(standing: Standing, pk: int, data: QueryDict | None) -> PledgeForm:
    found = _found(standing, pk)
    form = PledgeForm(data, offers=found.offers, wished=interest_of(found.campaign, standing.person))
    form.order_fields([name for name in form.fields if name != "whatever"])
    return form


def _take(standing: Standing, pk: int, form: forms.Form) -> str:
    pledged = cast(PledgeForm, form)
    found = _found(standing, pk)
    wishes = [wish for wish in map(pledged.wish, pledged.offers) if wish.quantity]
    if not wishes:
        raise Refused(_("Dites combien vous en prenez, puis participez."))
    if not rules.may_pledge(standing, found.campaign, timezone.now()):
        raise Refused(_("Cet achat groupé est clos : on ne peut plus y participer ni changer sa commande."))
    try:
        pledging.pledge(pk, standing.known, wishes)
    except NotDone as refused:
        pledged.refuse(refused)
        return ""
    return _("C’est noté : vous participez. Vous pouvez changer ou vous retirer jusqu’à la clôture.")


def _ask_accept(standing: Standing, pk: int) -> Asked | None:
    found = detail(standing, pk)
    if found is None or not found.takes_part:
        return None
    waits = rules.may_accept(found.campaign, timezone.now()) and any(each.is_over for each in found.offers)
    over = "" if waits else _("Il n’y a plus rien à confirmer ici.")
    question = _("Le prix de « %(title)s » vous convient-il encore ?") % {"title": found.campaign.title}
    return Asked(question, _prices(found, mine=True), over)


def _prices_form(standing: Standing, pk: int, data: QueryDict | None) -> PricesForm:
    return PricesForm(data, detail(standing, pk))


def _accept(standing: Standing, pk: int, form: forms.Form) -> str:
    shown = {int(product): cents or 0 for product, cents in form.cleaned_data.items()}
    try:
        pledging.accept(pk, standing.known, shown=shown)
    except NotDone as refused:
        raise Refused(str(refused)) from None
    return _("Merci ! Vous participez à ce prix.")


def _ask_stay(standing: Standing, pk: int) -> Asked | None:
    found = detail(standing, pk)
    if found is None or not found.takes_part:
        return None
    may = rules.may_stay(found.campaign, found.pledge, timezone.now())
    over = "" if may else _("Il n’y a plus rien à confirmer ici.")
    question = _("« %(title)s » serait prolongé : restez-vous ?") % {"title": found.campaign.title}
    return Asked(question, (), over)


def _stay(standing: Standing, pk: int, form: forms.Form) -> str:
    try:
        extending.stay(pk, standing.known)
    except NotDone as refused:
        raise Refused(str(refused)) from None
    return _("Merci ! Vous restez, et vous ne payez rien de plus pour autant.")


def _found(standing: Standing, pk: int) -> Detail:
    found = detail(standing, pk)
    if found is None:
        raise Refused(_("Cet achat groupé n’est plus là."))
    return found
