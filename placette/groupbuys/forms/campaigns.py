"""A grouped purchase as its organiser types it: what, why, until when, for whom, from whom."""

from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from placette.core.forms import LineField, MomentField, ParagraphField
from placette.groupbuys.forms.discounts import DiscountFields
from placette.groupbuys.forms.quantities import QuantityField
from placette.groupbuys.forms.suppliers import SupplierFields, said_of
from placette.groupbuys.models import AUDIENCES, GROUP, Campaign
from placette.groupbuys.rules import becomes_a_groups
from placette.groupbuys.templates import TEMPLATES, Template
from placette.people.audience import Audience

FARTHEST = timedelta(days=366)
SOONEST = timedelta(hours=1)
MOST_TAKERS = 10_000
PRICED = ("counted", "minimum_quantity", "minimum_takers", "deadline")


class CampaignForm(SupplierFields, DiscountFields):
    """Its clocks are the current ones. `priced`: also what somebody counts on, once she takes part. Who sells is such
    a thing as well: whoever buys from a professional may withdraw (code de la consommation, L221-18), from a neighbour
    not. `names_supplier`: there is none yet, or nobody takes part.
    """

    use_required_attribute = False

    template = forms.CharField(widget=forms.HiddenInput, required=False)
    title = LineField(
        label=gettext_lazy("Titre"), max_length=120, widget=forms.TextInput(attrs={"dir": "auto"}),
        error_messages={"required": gettext_lazy("Donnez un titre en quelques mots.")},
    )  # fmt: skip
    why = ParagraphField(
        label=gettext_lazy("Pourquoi ensemble ?"), required=False, max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4, "dir": "auto"}),
    )  # fmt: skip
    reference_source = LineField(
        label=gettext_lazy("D’où vient le prix qu’on paie seul ?"), required=False, max_length=300,
        help_text=gettext_lazy("Le magasin et la date, un site, une facture : vos voisins peuvent comparer."),
        widget=forms.TextInput(attrs={"dir": "auto"}),
    )  # fmt: skip
    counted = forms.ChoiceField(
        label=gettext_lazy("Qu’est-ce qui fait baisser le prix ?"),
        choices=Campaign.Counted,
        widget=forms.RadioSelect,
    )
    minimum_quantity = QuantityField(
        label=gettext_lazy("Quantité minimum pour commander"), required=False,
        help_text=gettext_lazy("En tout. Vide : pas de minimum."),
    )  # fmt: skip
    minimum_takers = forms.IntegerField(
        label=gettext_lazy("Participants minimum pour commander"), required=False, min_value=1, max_value=MOST_TAKERS,
        help_text=gettext_lazy("Vide : pas de minimum."), widget=forms.TextInput(attrs={"inputmode": "numeric"}),
        error_messages={
            "invalid": gettext_lazy("Écrivez un nombre entier de participants."),
            "max_value": gettext_lazy("C’est plus que nous ne savons réunir : 10 000 participants au plus."),
            "min_value": gettext_lazy("C’est un nombre plus grand que 0."),
        },
    )  # fmt: skip
    deadline = MomentField(
        label=gettext_lazy("Clôture"), required=False,
        help_text=gettext_lazy("Le jour et l’heure où l’on compte. Vide, si vous demandez d’abord qui serait intéressé."),
    )  # fmt: skip
    audience = forms.ChoiceField(
        label=gettext_lazy("Pour qui ?"), choices=AUDIENCES, widget=forms.RadioSelect,
        help_text=gettext_lazy("Un achat de groupe n’est pas sur la place : seuls les voisins qui ouvrent votre lien le voient."),
    )  # fmt: skip
    shown_to_town_hall = forms.BooleanField(
        label=gettext_lazy("La mairie peut y participer pour un habitant sans écran"), required=False,
        help_text=gettext_lazy("Elle commande pour qui le lui demande. Elle y lit les produits, les prix et les dates, jamais qui participe. Après la clôture, pour qui a commandé par elle, elle lit aussi où retirer la commande et comment vous payer : l’IBAN et son titulaire, les noms pour un chèque ou des espèces."),
    )  # fmt: skip
    delivery_place = LineField(
        label=gettext_lazy("Où retire-t-on la commande ?"), required=False, max_length=200,
        help_text=gettext_lazy("Un lieu public plutôt que chez vous : toutes les personnes invitées le lisent."),
        widget=forms.TextInput(attrs={"dir": "auto"}),
    )  # fmt: skip
    terms = ParagraphField(
        label=gettext_lazy("Bon à savoir"), required=False, max_length=4000,
        help_text=gettext_lazy("Livraison, paiement, ce qui se passe s’il manque quelque chose : en mots simples."),
        widget=forms.Textarea(attrs={"rows": 4, "dir": "auto"}),
    )  # fmt: skip
    key = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(
        self, *args: Any, campaign: Campaign | None = None, priced: bool = True, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.campaign, self.priced = campaign, priced
        if campaign:
            del self.fields["template"], self.fields["key"]
        self.names_supplier = priced or campaign is None or campaign.supplier_id is None
        if not self.names_supplier:
            for name in SupplierFields.base_fields:
                del self.fields[name]
        if not priced:
            for name in [*PRICED, *(name for name in self.fields if name.startswith("off_"))]:
                del self.fields[name]
            self.discounts = []

        if campaign and campaign.published_at:
            self._once_published(campaign)

    def _once_published(self, campaign: Campaign) -> None:
        """No group is made of what the square has seen; and what is opened to it does not become a group's again."""
        audience = self.fields["audience"]
        if campaign.audience == GROUP:
            audience.help_text = _(
                "Mis sur la place, il ne redevient pas celui d’un groupe. Votre groupe le garde."
            )
        else:
            audience.widget.choices = Audience.choices  # type: ignore[attr-defined]
            audience.help_text = ""

    def clean_template(self) -> str:
        """Nobody types it: a name that is none begins with nothing."""
        name: str = self.cleaned_data["template"]
        return name if name in TEMPLATES else "other"

    def clean_audience(self) -> str:
        audience: str = self.cleaned_data["audience"]
        if self.campaign and becomes_a_groups(self.campaign, audience):
            raise forms.ValidationError(
                _(
                    "Vos voisins le voient déjà : un achat publié ne devient plus celui d’un groupe. Choisissez jusqu’où il va."
                )
            )
        return audience

    def clean_deadline(self) -> datetime | None:
        deadline: datetime | None = self.cleaned_data["deadline"]
        now = timezone.now()
        opened = self.campaign is not None and self.campaign.state == Campaign.State.OPEN
        if deadline is None:
            if opened:
                raise forms.ValidationError(
                    _("Un achat ouvert a une clôture : choisissez un jour et une heure.")
                )
        elif deadline <= now:
            raise forms.ValidationError(_("Cette date est passée : choisissez-en une à venir."))
        elif deadline < now + SOONEST:
            raise forms.ValidationError(_("C’est trop tôt : laissez au moins une heure à vos voisins."))
        elif deadline > now + FARTHEST:
            raise forms.ValidationError(_("C’est trop loin : un an au plus."))
        return deadline

    def clean(self) -> dict[str, Any]:
        if self.priced:
            return super().clean()
        return SupplierFields.clean(self)

    def fields_of_campaign(self) -> dict[str, Any]:
        """What start and change want, without products and supplier."""
        names = (
            "template",
            "title",
            "why",
            "reference_source",
            *PRICED,
            "audience",
            "shown_to_town_hall",
            "delivery_place",
            "terms",
        )
        return {name: self.cleaned_data[name] for name in names if name in self.fields}


def offered_by(template: Template, deadline: datetime) -> dict[str, Any]:
    """What the form of a new one holds at first."""
    words = {
        "title": template.title, "why": template.why, "reference_source": template.source, "terms": template.terms,
    }  # fmt: skip
    return {name: str(text) for name, text in words.items()} | {
        "template": template.name,
        "counted": template.counted,
        "audience": Audience.AROUND,
        "deadline": None if template.asks_first else deadline,
        "supplier_professional": True,
    }


def held_of(campaign: Campaign) -> dict[str, Any]:
    """One that there is, as its form shows it."""
    names = (
        "title",
        "why",
        "reference_source",
        *PRICED,
        "audience",
        "shown_to_town_hall",
        "delivery_place",
        "terms",
    )
    return {name: getattr(campaign, name) for name in names} | said_of(campaign.supplier)
