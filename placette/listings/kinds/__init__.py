"""The kinds of annonce, as data. A higher room may register its own."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

type Text = str | Promise

PRICE_NONE, PRICE_OPTIONAL, PRICE_REQUIRED = "none", "optional", "required"


@dataclass(frozen=True)
class Kind:
    """What a kind of annonce is called, allows and asks. Everything that differs between kinds stands here."""

    name: str
    label: Text
    offer_verb: Text  # « Prêter »
    request_verb: Text  # « Emprunter »
    icon: str
    room: str  # accent colour
    categories: tuple[str, ...]
    offer_price: str = PRICE_NONE
    days: int = 60  # life of an annonce
    request_taps: tuple[Text, ...] = ()  # one-tap answers to a request
    offer_taps: tuple[Text, ...] = ()  # one-tap answers to an offer
    one_at_a_time: bool = False  # what is offered is with one neighbour at a time
    gone_once: bool = False  # what is offered is no longer there once it is done

    def verb(self, direction: str) -> Text:
        return self.offer_verb if direction == "offer" else self.request_verb

    def taps(self, direction: str) -> tuple[Text, ...]:
        return self.offer_taps if direction == "offer" else self.request_taps


KINDS: dict[str, Kind] = {}


def register(kind: Kind) -> None:
    if kind.name in KINDS:
        raise ValueError(f"the kind {kind.name!r} is registered twice")
    KINDS[kind.name] = kind


CATEGORIES: dict[str, tuple[Text, str]] = {
    "tools": (_("Outils"), "tool"),
    "garden": (_("Jardin"), "leaf"),
    "home": (_("Maison"), "home"),
    "kitchen": (_("Cuisine"), "basket"),
    "party": (_("Fête"), "star"),
    "children": (_("Enfants"), "heart"),
    "sport": (_("Sport et plein air"), "sun"),
    "culture": (_("Livres, jeux, musique"), "star"),
    "clothes": (_("Vêtements"), "tag"),
    "food": (_("À manger"), "basket"),
    "digital": (_("Informatique"), "settings"),
    "transport": (_("Transport"), "car"),
    "pets": (_("Animaux"), "heart"),
    "errands": (_("Courses et démarches"), "basket"),
    "learning": (_("Apprendre"), "star"),
    "company": (_("Compagnie"), "users"),
    "diy": (_("Bricolage"), "tool"),
    "moving": (_("Porter, déménager"), "users"),
    "things": (_("Objets"), "key"),
    "animals": (_("Animaux perdus ou trouvés"), "heart"),
    "other": (_("Autre"), "more"),
}

_SATURDAY = _("Je peux samedi")

for _kind in (
    Kind(
        "loan",
        _("Prêt"),
        _("Prêter"),
        _("Emprunter"),
        "repeat",
        "lend",
        ("tools", "garden", "home", "kitchen", "party", "children", "sport", "culture", "transport", "other"),
        days=180,
        request_taps=(_("J’en ai une"), _("J’en ai un"), _SATURDAY),
        offer_taps=(_("Je peux passer la prendre"), _("Est-ce libre samedi ?")),
        one_at_a_time=True,
    ),
    Kind(
        "help",
        _("Coup de main"),
        _("Donner un coup de main"),
        _("Demander un coup de main"),
        "hand",
        "meet",
        ("garden", "digital", "errands", "pets", "children", "learning", "company", "diy", "moving", "other"),
        request_taps=(_("Je peux vous aider"), _SATURDAY, _("Je peux ce soir")),
        offer_taps=(_("Cela m’aiderait beaucoup"), _("Êtes-vous libre samedi ?")),
    ),
    Kind(
        "gift",
        _("Don"),
        _("Donner"),
        _("Chercher un don"),
        "gift",
        "buy",
        ("home", "garden", "children", "clothes", "culture", "food", "digital", "sport", "tools", "other"),
        days=45,
        request_taps=(_("J’en ai à donner"), _("Je peux vous en apporter")),
        offer_taps=(_("Je le prends volontiers"), _("Est-ce toujours disponible ?")),
        gone_once=True,
    ),
    Kind(
        "sale",
        _("Vente"),
        _("Vendre"),
        _("Acheter"),
        "tag",
        "ride",
        (
            "home",
            "children",
            "clothes",
            "culture",
            "digital",
            "sport",
            "tools",
            "garden",
            "food",
            "transport",
            "other",
        ),
        offer_price=PRICE_REQUIRED,
        request_taps=(_("J’en vends un"), _("J’en vends une")),
        offer_taps=(_("Je suis intéressé·e"), _("Est-ce toujours disponible ?")),
        gone_once=True,
    ),
    Kind(
        "service",
        _("Service"),
        _("Proposer un service"),
        _("Chercher un service"),
        "tool",
        "townhall",
        ("home", "garden", "children", "learning", "digital", "diy", "transport", "other"),
        offer_price=PRICE_OPTIONAL,
        days=90,
        request_taps=(_("Je peux le faire"), _SATURDAY),
        offer_taps=(_("Je suis intéressé·e"), _("Quel serait votre prix ?")),
    ),
    Kind(
        "lost_found",
        _("Perdu, trouvé"),
        _("J’ai trouvé"),
        _("J’ai perdu"),
        "flag",
        "meet",
        ("things", "animals"),
        days=45,
        request_taps=(_("Je l’ai vu"), _("Je l’ai trouvé")),
        offer_taps=(_("C’est à moi"), _("Je crois savoir à qui c’est")),
    ),
):
    register(_kind)
