"""Answer a request; prolong or take away one's own annonce."""

from django import forms
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from placette.listings import rules
from placette.listings.actions import annonces as actions
from placette.listings.actions import answering
from placette.listings.forms.annonces import AnswerForm
from placette.listings.models import Listing
from placette.listings.queries import annonces as queries
from placette.notices.by_mail.acts import Act, Asked, Refused, register
from placette.people.standing import Standing


def register_acts() -> None:
    register(
        Act("annonce.answer", gettext_lazy("Répondre"), _ask_answer, _answer, _answer_form, "send"),
        Act("annonce.prolong", gettext_lazy("Prolonger mon annonce"), _ask_prolong, _prolong),
        Act("annonce.close", gettext_lazy("Retirer mon annonce"), _ask_close, _close),
    )


def _ask_answer(standing: Standing, pk: int) -> Asked | None:
    listing = queries.detail(standing, pk) or queries.withdrawn(standing, pk)
    if listing is None or rules.owns(standing, listing):
        return None
    over = ""
    if queries.answer_of(standing, listing):
        over = _("Vous avez déjà répondu : la suite vous arrive par e-mail.")
    elif not rules.may_answer(standing, listing):
        over = _("C’est déjà réglé : cette annonce n’attend plus de réponse. Merci d’y avoir pensé.")
    words = [(listing.author.display_name, listing.text)] if listing.text else []
    said = [listing.deed] if listing.deed else []
    return Asked(listing.title, words, over, [listing.author], listing.zone, said)


def _answer_form(standing: Standing, pk: int, data: QueryDict | None) -> AnswerForm:
    return AnswerForm(data)


def _answer(standing: Standing, pk: int, form: forms.Form) -> str:
    listing = queries.detail(standing, pk)
    if listing is None or not rules.may_answer(standing, listing):
        raise Refused(_("Cette annonce vient d’être retirée. Votre texte est toujours ici."))
    answering.answer(listing, standing.known, form.cleaned_data["text"])
    return _("Votre réponse est partie : %(name)s reçoit un avis.") % {"name": listing.author.display_name}


def _ask_prolong(standing: Standing, pk: int) -> Asked | None:
    listing = _own(standing, pk)
    if listing is None:
        return None
    may = rules.may_prolong(standing, listing, timezone.now())
    over = "" if may else _("Il n’y a rien à prolonger : votre annonce est déjà prolongée, ou retirée.")
    return Asked(_("Prolonger « %(title)s » ?") % {"title": listing.title}, (), over)


def _prolong(standing: Standing, pk: int, form: forms.Form) -> str:
    actions.prolong(Listing.objects.get(pk=pk))
    return _("Votre annonce est prolongée.")


def _ask_close(standing: Standing, pk: int) -> Asked | None:
    listing = _own(standing, pk)
    if listing is None:
        return None
    stands = listing.state in {Listing.State.ACTIVE, Listing.State.PAUSED}
    over = "" if stands else _("Votre annonce est déjà retirée.")
    return Asked(_("Retirer « %(title)s » de la place ?") % {"title": listing.title}, (), over)


def _close(standing: Standing, pk: int, form: forms.Form) -> str:
    actions.close(Listing.objects.get(pk=pk))
    return _("Votre annonce est retirée. Vous pourrez la remettre quand vous voulez.")


def _own(standing: Standing, pk: int) -> Listing | None:
    return queries.mine(standing).filter(pk=pk).first()
