"""How to pay, and what has come, as organisers type them."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from placette.core.forms import EurosField, LineField
from placette.groupbuys import transfers
from placette.groupbuys.actions.payment_terms import ACCOUNT, Terms
from placette.groupbuys.models import Payment, PaymentTerms

LATEST = timedelta(days=366)
OLDEST = timedelta(days=366)
NEEDED = {"transfer": ("payee", "iban"), "cheque": ("cheque_to",)}  # where this way is chosen
PLAIN = {"autocomplete": "off", "spellcheck": "false"}


class TermsForm(forms.Form):
    """`stands`: transfers have come to the account, which changes no more."""

    use_required_attribute = False
    transfer = forms.BooleanField(label=_("Par virement"), required=False)
    payee = LineField(
        label=_("Titulaire du compte"), max_length=70,
        error_messages={"required": _("Écrivez le nom du titulaire : la banque de vos voisins le vérifie.")},
        help_text=_("Le fournisseur, ou la personne qui avance l’argent : le nom exact, comme sur le RIB."),
    )  # fmt: skip
    iban = LineField(
        label=_("IBAN"), max_length=50, widget=forms.TextInput(attrs=PLAIN),
        error_messages={"required": _("Écrivez l’IBAN, ou décochez « Par virement ».")},
        help_text=_("Sur le RIB : FR76 suivi de 23 chiffres ou lettres. Seuls ceux qui doivent payer le lisent."),
    )  # fmt: skip
    bic = LineField(
        label=_("BIC"), max_length=15, required=False, widget=forms.TextInput(attrs=PLAIN),
        help_text=_("Utile seulement pour un compte hors de l’Espace économique européen."),
    )  # fmt: skip
    cash = forms.BooleanField(label=_("En espèces"), required=False)
    cash_to = LineField(
        label=_("À qui, où et quand les remettre"), max_length=200, required=False,
        help_text=_("Par exemple : à Nadia, samedi matin à la salle des fêtes."),
    )  # fmt: skip
    cheque = forms.BooleanField(label=_("Par chèque"), required=False)
    cheque_to = LineField(
        label=_("À l’ordre de"), max_length=70,
        error_messages={"required": _("Dites à l’ordre de qui, ou décochez « Par chèque ».")},
    )  # fmt: skip
    pay_by = forms.DateField(
        label=_("À payer au plus tard le"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": _("Choisissez un jour.")},
    )  # fmt: skip

    def __init__(self, kept: PaymentTerms | None, data: Any = None, *, stands: bool = False) -> None:
        shown = {name: getattr(kept, name) for name in self.base_fields} if kept else {"transfer": True}
        super().__init__(data, initial=shown)
        self.kept = kept
        for name in ACCOUNT if stands else ():
            self.fields[name].disabled = True
        for way, needed in NEEDED.items():
            if self.is_bound and not self._chosen(way):
                for name in needed:
                    self.fields[name].required = False

    def clean_iban(self) -> str:
        typed = self.cleaned_data["iban"]
        try:
            return transfers.account(typed) if typed else ""
        except transfers.NoAccount:
            raise ValidationError(
                _("Cet IBAN a une faute de frappe, ou n’est pas de la zone SEPA : recopiez-le depuis le RIB.")
            ) from None

    def clean_bic(self) -> str:
        typed = self.cleaned_data["bic"]
        try:
            return transfers.bank(typed) if typed else ""
        except transfers.NoAccount:
            raise ValidationError(
                _("Un BIC a 8 ou 11 lettres et chiffres : recopiez-le, ou laissez vide.")
            ) from None

    def clean_pay_by(self) -> date | None:
        day: date | None = self.cleaned_data["pay_by"]
        today = timezone.localdate()
        if day and not (self.kept and day == self.kept.pay_by) and not today <= day <= today + LATEST:
            raise ValidationError(_("Choisissez un jour à partir d’aujourd’hui, dans l’année qui vient."))
        return day

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if not any(given.get(name) for name in ("transfer", "cash", "cheque")):
            raise ValidationError(_("Choisissez au moins une façon de payer."))
        return given

    def _chosen(self, way: str) -> bool:
        field = self.fields[way]
        typed = field.widget.value_from_datadict(self.data, self.files, way)
        return bool(self.initial.get(way) if field.disabled else typed)

    def terms(self) -> Terms:
        return Terms(**self.cleaned_data)


class OnField(forms.DateField):
    """The day on which money came: today or in the year before."""

    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    default_error_messages = {"invalid": _("Choisissez un jour."), "required": _("Choisissez un jour.")}

    def clean(self, value: Any) -> date:
        day: date = super().clean(value)
        today = timezone.localdate()
        if not today - OLDEST <= day <= today:
            raise ValidationError(_("Choisissez aujourd’hui ou un jour passé, depuis un an."))
        return day


class NoteForm(forms.Form):
    """One payment, perhaps a part, perhaps too much."""

    use_required_attribute = False
    amount = EurosField(
        label=_("Montant reçu, en euros"), widget=forms.TextInput(attrs={"inputmode": "decimal"} | PLAIN)
    )
    kind = forms.ChoiceField(label=_("Comment"), choices=Payment.Kind, widget=forms.RadioSelect)
    on = OnField(label=_("Reçu le"))
    key = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def clean_amount(self) -> int:
        cents: int | None = self.cleaned_data["amount"]
        if not cents:
            raise ValidationError(_("Écrivez le montant reçu, comme 12 ou 12,50."))
        return cents


class SettleForm(forms.Form):
    """Several at once: each has paid all that she owed."""

    shares = forms.TypedMultipleChoiceField(
        coerce=int, error_messages={"required": _("Cochez d’abord qui a payé.")}
    )
    kind = forms.ChoiceField(choices=Payment.Kind)

    def __init__(self, chosen: list[str], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["shares"].choices = [
            (each, each) for each in chosen if each.isdecimal() and len(each) < 19
        ]
