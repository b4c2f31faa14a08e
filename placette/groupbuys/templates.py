"""What neighbours buy together most, as a beginning: each fills the form in, and everything may still be changed."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from .models import Campaign

Counted = Campaign.Counted
type Text = str | Promise


@dataclass(frozen=True)
class Sample:
    """A product as the form first offers it: quantities in `unit`, no price."""

    name: Text = ""
    unit: Text = ""
    step: Decimal = Decimal(1)
    minimum: Decimal = Decimal(1)
    maximum: Decimal | None = None


@dataclass(frozen=True)
class Template:
    """`asks_first`: usually one asks who would be interested before a price is known."""

    name: str
    label: Text
    text: Text
    drawing: str
    title: Text = ""
    why: Text = ""
    source: Text = ""
    terms: Text = ""
    counted: str = Counted.OWN_QUANTITY
    products: tuple[Sample, ...] = (Sample(),)
    asks_first: bool = False


TEMPLATES: Mapping[str, Template] = {
    each.name: each
    for each in (
        Template(
            "pellets",
            _("Granulés, bois, fioul"),
            _("Une livraison pour plusieurs maisons : plus on commande, moins la tonne coûte."),
            "pellets",
            title=_("Granulés de bois pour l’hiver"),
            why=_("En commandant ensemble, le camion ne vient qu’une fois et la tonne coûte moins cher."),
            source=_("Prix relevé au magasin, livraison comprise"),
            terms=_(
                "Livraison devant chez vous ou au point de retrait, à la date convenue avec le fournisseur."
            ),
            products=(Sample(_("Granulés en sacs de 15 kg"), _("t"), Decimal("0.5"), Decimal("0.5")),),
        ),
        Template(
            "basket",
            _("Paniers, légumes, miel"),
            _("Directement chez un producteur : chacun choisit, on retire tous au même endroit."),
            "crate",
            title=_("Paniers de légumes du producteur"),
            why=_("Des produits d’ici, payés à leur juste prix, sans intermédiaire."),
            terms=_("Les paniers se retirent à l’heure dite ; prévenez si quelqu’un passe pour vous."),
            counted=Counted.ALL_TAKERS,
            products=(
                Sample(_("Petit panier"), _("panier"), maximum=Decimal(4)),
                Sample(_("Grand panier"), _("panier"), maximum=Decimal(4)),
            ),
        ),
        Template(
            "service",
            _("Ramonage, travaux, entretien"),
            _("Un même artisan pour plusieurs maisons : d’abord qui serait intéressé, puis des devis."),
            "roof",
            title=_("Ramonage groupé"),
            why=_("Un artisan qui passe dans plusieurs maisons le même jour fait un meilleur prix."),
            terms=_("Chacun prend rendez-vous avec l’artisan et reçoit sa propre facture."),
            counted=Counted.OWN_TAKERS,
            products=(Sample(_("Ramonage d’un conduit"), _("visite"), maximum=Decimal(3)),),
            asks_first=True,
        ),
        Template(
            "subscription",
            _("Abonnement à plusieurs"),
            _("Internet, énergie, assurance : un tarif de groupe quand assez de foyers s’engagent."),
            "houses",
            title=_("Un abonnement négocié ensemble"),
            why=_("À plusieurs foyers, on obtient un tarif que personne n’a seul."),
            terms=_("Chaque foyer signe son propre contrat et peut le quitter à ses conditions."),
            counted=Counted.ALL_TAKERS,
            products=(Sample(_("Abonnement, par mois"), _("foyer"), maximum=Decimal(1)),),
            asks_first=True,
        ),
        Template(
            "other",
            _("Autre chose"),
            _("Outils, plants, literie… tout ce qui coûte moins cher à plusieurs."),
            "basket",
        ),
    )
}

# What goods and services are counted in; one may also write another word.
UNITS: tuple[Text, ...] = (
    _("pièce"), _("kg"), _("t"), _("sac"), _("stère"), _("litre"), _("panier"), _("carton"), _("m²"), _("visite"),
    _("foyer"),
)  # fmt: skip
