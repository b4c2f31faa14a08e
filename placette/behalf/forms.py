"""What is recorded of a resident without a screen, and said in her name."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from placette.carpool.forms.choices import ONCE
from placette.carpool.forms.search import TownField
from placette.carpool.forms.trips import TripForm
from placette.carpool.models import Trip
from placette.core.forms import LineField, ParagraphField
from placette.groupbuys.actions.refusals import PriceRose, Refused, SoldOut
from placette.groupbuys.amounts import price, quantity
from placette.groupbuys.collecting.forms import SubstituteForm
from placette.groupbuys.forms.pledging import PledgeForm
from placette.listings.forms.annonces import ListingForm
from placette.people.audience import Audience
from placette.people.models import Consent, Person, Scope

from .actions.consents import ANOTHER

# Each asked for by itself, and never ticked beforehand.
ASKED_ALONE = {"buys": Scope.BUYS, "rides": Scope.RIDES}
SAID_TOGETHER = [(name, label) for name, label in Scope.choices if name not in ASKED_ALONE.values()]


class AllowedForm(forms.Form):
    """What she lets be done. Buying binds her money, and a ride takes her into somebody's car: both are asked for by
    themselves.
    """

    scopes = forms.MultipleChoiceField(
        label=_("Son accord porte sur"),
        choices=SAID_TOGETHER,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    buys = forms.BooleanField(
        label=_("Elle veut aussi acheter à plusieurs : ce que vous commandez pour elle, elle le paie"),
        required=False,
        help_text=_(
            "Posez cette question à part. Vous ne commandez que ce qu’elle dit, jamais plus cher que le prix auquel elle dit oui."
        ),
    )
    rides = forms.BooleanField(
        label=_("Elle veut aussi qu’on lui trouve une place en voiture"),
        required=False,
        help_text=_(
            "Posez cette question à part. Vous demandez le trajet qu’elle dit ; elle choisit avec qui elle monte, et vous répondez pour elle."
        ),
    )
    how = forms.ChoiceField(label=_("L’accord est donné"), choices=Consent.How, widget=forms.RadioSelect)

    def clean(self) -> dict[str, Any]:
        """`scopes` then names all of them."""
        data = self.cleaned_data
        if "scopes" in data:
            alone = [scope.value for name, scope in ASKED_ALONE.items() if data.get(name)]
            data["scopes"] = [*data["scopes"], *alone]
            if not data["scopes"]:
                self.add_error("scopes", _("Cochez au moins une chose."))
        return data


class CarryForm(AllowedForm):
    """Who she is, how one knows that she lives here, and what she lets be done."""

    first_name = LineField(label=_("Son prénom"), max_length=60)
    last_name = LineField(
        label=_("Son nom"),
        max_length=60,
        help_text=_("Les voisins n’en lisent que l’initiale : « Odette M. »"),
    )
    seen = forms.BooleanField(
        label=_("J’ai vu un justificatif de domicile, ou la mairie connaît son adresse"),
        error_messages={"required": _("Vérifiez d’abord l’adresse : rien n’est copié ni gardé.")},
    )
    code = LineField(
        label=_("Le code de sa lettre"),
        max_length=20,
        help_text=_("La mairie l’envoie à l’adresse : il prouve que l’on habite ici."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters"}),
    )
    # The number of who is there already, or ANOTHER.
    which = forms.RegexField(
        rf"^(\d{{1,18}}|{ANOTHER})\Z",
        label=_("Est-ce la même personne ?"),
        required=False,
        help_text=_("Si c’est elle, son accord pour la mairie s’ajoute à ceux qu’elle a donnés."),
        widget=forms.HiddenInput,
    )

    def __init__(self, *args: Any, by_town_hall: bool, **kwargs: Any) -> None:
        """An officer has seen a proof; an ambassador has the code of her letter."""
        super().__init__(*args, **kwargs)
        del self.fields["code" if by_town_hall else "seen"]
        self.initial.setdefault("scopes", [name for name, _label in SAID_TOGETHER])
        self.order_fields(["first_name", "last_name", "seen", "code"])

    def asks_which(self, known: list[tuple[str, str]]) -> None:
        """`known`: those of this name, by their numbers. Nobody for an ambassador who meets her: he asks the town hall,
        which knows her, to note that she trusts him as well.
        """
        self.fields["which"].widget = forms.RadioSelect(
            choices=[*known, (ANOTHER, _("Non, elle porte le même nom"))]
        )
        if not known:
            self["which"].help_text = ""


class ConsentForm(AllowedForm):
    """What she says anew; with `ambassadors`, also to whom."""

    to = forms.ModelChoiceField(
        label=_("L’accord est donné à"),
        queryset=Person.objects.none(),
        required=False,
        empty_label=_("La mairie"),
    )

    def __init__(self, *args: Any, ambassadors: QuerySet[Person] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if ambassadors is None:
            del self.fields["to"]
        else:
            self.fields["to"].queryset = ambassadors  # type: ignore[attr-defined]
            self.order_fields(["to"])


class WrittenForHerForm(ListingForm):
    """An annonce as anybody writes it, without photos: those are hers to take."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["photos"]


class PledgedForHerForm(PledgeForm):
    """How much of each product she takes, at the price that was read to her."""

    def _whatever(self) -> Any:
        if len(self.offers) == 1:
            return _("Elle participe aussi si le prix remonte, jusqu’à %(price)s") % {
                "price": price(self.offers[0].dearest_cents)
            }
        return _("Elle participe aussi si les prix remontent, jusqu’au plus cher de chaque produit")

    def refuse(self, refused: Refused) -> None:
        """In words for who asks her."""
        said: Refused = refused
        if isinstance(refused, SoldOut):
            names = {
                "product": refused.product.name,
                "left": quantity(refused.left, refused.product.unit),
            }
            words = (
                _("Il ne reste que %(left)s de « %(product)s » : demandez-lui si elle en prend moins.")
                if refused.left > 0
                else _("Il ne reste plus de « %(product)s ».")
            )
            said = SoldOut(words % names, refused.product, refused.left)
        elif isinstance(refused, PriceRose):
            names = {
                "product": refused.product.name,
                "price": price(refused.cents),
                "unit": refused.product.unit,
            }
            words = _(
                "Le prix de « %(product)s » vient de changer : %(price)s / %(unit)s. Demandez-lui si cela lui va."
            )
            said = PriceRose(words % names, refused.product, refused.cents)
        super().refuse(said)


class SpokenPlaceField(TownField):
    """As she says it on the telephone: without the map, which is drawn for residents, and the device, which is elsewhere."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.template_name = "core/forms/field.html"


class RideForHerForm(TripForm):
    """Where she wants to go, and when, on one day: for neighbours who drive past. What drivers say of a car is not asked."""

    template_name = "behalf/_ride_fields.html"
    ASKED = (
        "start", "end", "on", "clock", "back_clock", "back_on", "flexibility", "seats", "preferences", "note",
        "audience", "key",
    )  # fmt: skip

    start = SpokenPlaceField(
        label=_("D’où part-elle ?"),
        help_text=_(
            "Sa commune suffit. D’une adresse, seul l’hexagone d’environ 350 mètres autour est gardé."
        ),
        error_messages={"required": _("D’où part-elle ?")},
    )
    end = SpokenPlaceField(label=_("Où va-t-elle ?"), error_messages={"required": _("Où va-t-elle ?")})

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in set(self.fields) - set(self.ASKED):
            del self.fields[name]
        self.fields["on"].label = _("Jour")
        self.fields["audience"].label = _("Qui voit sa demande ?")
        self.fields["audience"].choices = [  # type: ignore[attr-defined]
            (Audience.COMMUNE, _("Sa commune")),
            (Audience.AROUND, Audience.AROUND.label),
            (Audience.COMMUNITY, _("Son intercommunalité")),
        ]
        self.fields["back_clock"].help_text = _("Vide : l’aller seulement.")
        self.fields["back_on"].help_text = _("Si ce n’est pas le même jour.")
        self.fields["note"].help_text = _(
            "Ce que les conducteurs doivent savoir, avec ses mots. Ni numéro ni adresse : vous les donnerez, avec son accord, à qui l’emmène."
        )
        self.fields["note"].label = _("Un mot pour les conducteurs")
        self.fields["preferences"].help_text = _("Seulement ce qu’elle veut dire.")

    def clean(self) -> dict[str, Any]:
        self.cleaned_data |= {"role": Trip.Role.PASSENGER, "rhythm": ONCE, "rests": False, "destination": ""}
        return super().clean()


class SubstituteForHerForm(SubstituteForm):
    name = LineField(
        label=_("Qui passe prendre à sa place ?"),
        required=False,
        max_length=60,
        widget=forms.TextInput(attrs={"dir": "auto", "autocomplete": "off"}),
        help_text=_(
            "Un prénom suffit. Seules les personnes qui remettent les commandes le lisent. Vide : elle-même."
        ),
    )


class SaidForm(forms.Form):
    """A message, or an answer, as she says it."""

    text = ParagraphField(
        label=_("Sa réponse, avec ses mots"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
        error_messages={"required": _("Écrivez quelques mots avant d’envoyer.")},
    )
    key = forms.UUIDField(widget=forms.HiddenInput, required=False)


class TakeOverForm(forms.Form):
    code = LineField(
        label=_("Votre code"),
        max_length=20,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters"}),
        error_messages={"required": _("Recopiez le code de votre feuille.")},
    )
