"""What each figure means and how it is counted: beside the figure, on the page of methods, in exports and reports."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from . import methods, rides, sizes

type Text = str | Promise
NOT_ENOUGH: Text = _("Pas encore assez pour être montré")


@dataclass(frozen=True)
class Definition:
    """`name` is the anchor on the page of methods, and the column of an export."""

    name: str
    title: Text
    says: Text
    source: str = ""
    none: Text = NOT_ENOUGH  # where a sheet shows nothing of it

    @property
    def may_hide(self) -> bool:
        """Of people: where a sheet shows nothing there may be something, about fewer than five of them."""
        return self.none is NOT_ENOUGH


FEW = Definition(
    "moins-de-cinq",
    _("Jamais moins de cinq personnes"),
    _(
        "Aucun chiffre ne parle de moins de cinq personnes, et aucun calcul entre les chiffres montrés ne permet d’en "
        "retrouver un. Les périodes sont fixes (semaine, mois, trimestre, année). « Au moins » signale qu’une partie, trop "
        "petite pour être montrée, n’est pas comptée. Les liens et les personnes sont arrondis à la baisse, de cinq en cinq."
    ),
)
ALL = (
    Definition(
        "answered",
        _("Demandes qui ont eu une réponse"),
        _(
            "Parmi les demandes publiées pendant la période, la part de celles auxquelles au moins un voisin a répondu, à ce "
            "jour. « Plus de 90 % » : il en reste, mais de moins de cinq personnes."
        ),
    ),
    Definition(
        "median",
        _("Temps jusqu’à la première réponse"),
        _(
            "La moitié des demandes qui ont eu une réponse l’ont eue plus vite, l’autre moitié moins vite (médiane). Arrondi : "
            "c’est le temps d’une seule demande."
        ),
    ),
    Definition(
        "households",
        _("Foyers inscrits"),
        _(
            "Habitants inscrits, moins ceux qui sont partis, divisés par le nombre de foyers. Estimation : nous ne savons pas "
            "qui vit ensemble, une personne inscrite compte pour un foyer ; le nombre de foyers est la population divisée par "
            "2,2 personnes."
        ),
        source="INSEE, recensement de la population 2021 : 2,17 personnes par ménage en France (lu en novembre 2026)",
    ),
    Definition(
        "active",
        _("Actifs dans la semaine"),
        _(
            "Habitants inscrits qui sont venus au moins une fois du lundi au dimanche, divisés par les inscrits à la fin de "
            "cette semaine. Arrondi à la baisse, de cinq en cinq."
        ),
    ),
    Definition(
        "joined",
        _("Inscriptions"),
        _(
            "Personnes qui ont dit habiter la commune. Les jours sont réunis jusqu’à ce que cinq personnes au moins soient "
            "comptées ensemble."
        ),
    ),
    Definition(
        "verified",
        _("Résidences confirmées"),
        _(
            "Depuis l’ouverture, par le code d’un courrier, par deux voisins, ou au guichet de la mairie. Arrondi à la baisse, "
            "de cinq en cinq."
        ),
    ),
    Definition(
        "exchanges",
        _("Échanges menés à bien"),
        _(
            "Coups de main, prêts, dons, ventes, trajets et parts d’achats groupés : la somme de ce qui est montré pour chacun."
        ),
    ),
    Definition(
        "help",
        _("Coups de main et services"),
        _("Accords menés à bien entre deux personnes : « c’est fait »."),
    ),
    Definition(
        "things",
        _("Prêts, dons et ventes"),
        _("Accords menés à bien entre deux personnes : « c’est fait »."),
    ),
    Definition(
        "rides",
        _("Trajets partagés"),
        _(
            "Trajets que conducteur et passager ont confirmés. Un trajet entre deux communes compte dans chacune."
        ),
    ),
    Definition(
        "purchases",
        _("Parts d’achats groupés"),
        _("Une part par personne qui a retiré sa commande, quand l’achat est terminé."),
    ),
    Definition(
        "events",
        _("Événements"),
        _(
            "Événements que la mairie ou l’intercommunalité a annoncés, avec un jour et un lieu, et qui ont commencé pendant la "
            "période ; ce qui a été retiré ne compte pas. Montré même quand il y en a peu : c’est ce que la mairie a fait, et "
            "non des habitants."
        ),
        none=_("Aucun pour cette période"),
    ),
    Definition(
        "minutes",
        _("Heures données"),
        _("Le temps convenu des coups de main et des services, huit heures au plus, sans valeur en euros."),
    ),
    Definition(
        "cents", _("Euros économisés"), _("La somme de ce qui est montré pour chaque sorte d’échange.")
    ),
    Definition(
        "loan_cents", _("Euros économisés par les prêts"), methods.LOAN.says, source=methods.LOAN.source
    ),
    Definition("purchase_cents", _("Euros économisés par les achats groupés"), methods.PURCHASE.says),
    Definition(
        "metres",
        _("Kilomètres partagés"),
        _("Un kilomètre par passager et par kilomètre de route fait ensemble."),
    ),
    Definition("co2", _("CO2 évité"), rides.SAYS, source=rides.FACTORS[-1].source),
    Definition(
        "ties",
        _("Liens entre habitants"),
        _(
            "Paires différentes de personnes qui ont fait quelque chose ensemble. Arrondi à la baisse, de cinq en cinq."
        ),
    ),
    Definition(
        "reached",
        _("Personnes touchées"),
        _(
            "Personnes différentes qui ont pris part à un échange au moins. Arrondi à la baisse, de cinq en cinq."
        ),
    ),
    Definition(
        "open_now",
        _("Demandes qui attendent"),
        _(
            "Publiées depuis moins de trente jours, sans réponse à ce jour. Arrondi à la baisse, de cinq en cinq."
        ),
    ),
    Definition(
        "quarters",
        _("Inscrits par quartier"),
        _("Depuis l’ouverture, là où la personne a dit son quartier. Arrondi à la baisse, de cinq en cinq."),
    ),
    Definition(
        "brought",
        _("Inscriptions par campagne"),
        _(
            "Pour des lettres, les codes qui ont servi ; pour des e-mails et des affiches, les personnes qui se sont inscrites "
            "après avoir suivi le lien, comptées sans leur nom. Depuis le début de chaque campagne, relevé une fois par nuit, "
            "arrondi à la baisse, de cinq en cinq ; il reste toujours cinq personnes au moins qui ne sont comptées dans aucune."
        ),
    ),
    Definition(
        "peers",
        _("Communes de taille semblable"),
        _(
            "Le chiffre du milieu (médiane) des communes de la même classe de population, quand cinq d’entre elles au moins "
            "le montrent."
        ),
        source="Classes de l’INSEE : " + ", ".join(f"{least}" for least in sizes.CLASSES[1:]) + " habitants",
    ),
    FEW,
)
BY_NAME = {each.name: each for each in ALL}


def says(definition: Definition) -> str:
    """Its sentence, with the settings of this site where it names one."""
    return rides.says() if definition.name == "co2" else str(definition.says)
