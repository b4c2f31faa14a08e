"""The first week of a space: what to do, in order; each step is done when its trace is there, or ticked by hand."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from placette.civic.models import Announcement
from placette.people.models import ActivationCode, Role
from placette.places.models import Commune, Space

from .models import Step


@dataclass(frozen=True)
class Task:
    """`url`: the page on which it is done, by name, with nothing where there is none. `is_done`: what the site sees."""

    name: str
    title: str | Promise
    text: str | Promise
    url: str
    icon: str
    is_done: Callable[[Commune, Space], bool]


@dataclass(frozen=True)
class Shown:
    task: Task
    seen: bool  # its trace is there
    ticked: bool

    @property
    def done(self) -> bool:
        return self.seen or self.ticked


def _has_role(name: str) -> Callable[[Commune, Space], bool]:
    return lambda commune, _space: Role.objects.filter(commune=commune, name=name, until=None).exists()


def _by_hand(_commune: Commune, _space: Space) -> bool:
    return False


tasks: list[Task] = [
    Task(
        "colours", _("Vos couleurs et votre blason"),
        _("La place prend les couleurs de la commune : on s’y reconnaît d’un coup d’œil."),
        "townhall:dress", "home", lambda _commune, space: bool(space.colour or space.crest),
    ),
    Task(
        "welcome", _("Un mot d’accueil"),
        _("Deux phrases du maire ou de la mairie, que chacun lit en arrivant."),
        "townhall:dress", "edit", lambda _commune, space: bool(space.welcome),
    ),
    Task(
        "moderators", _("Deux personnes qui veillent"),
        _("Deux habitants de confiance, connus pour leur calme. Invitez-les depuis « L’équipe »."),
        "", "shield", _has_role("moderator"),
    ),
    Task(
        "ambassadors", _("Des ambassadrices et ambassadeurs"),
        _("Cinq habitants connus de tous : le conseil des sages, le comité des fêtes, les parents d’élèves…"),
        "", "star", _has_role(Role.Name.AMBASSADOR),
    ),
    Task(
        "announcement", _("Une première annonce de la mairie"),
        _("« La place est ouverte. » Une photo, trois lignes, une date."),
        "civic:desk_announcements", "megaphone",
        lambda commune, _space: Announcement.objects.filter(
            commune=commune, published_at__isnull=False
        ).exists(),
    ),
    Task(
        "invitations", _("Les invitations"),
        _("Une lettre à chaque foyer avec son code, ou pour commencer les premiers foyers au guichet."),
        "townhall:desk", "mail",
        lambda commune, _space: ActivationCode.objects.filter(commune=commune).exists(),
    ),
    Task(
        "group", _("Un premier groupe"),
        _("Le jardin partagé, le pédibus, le club de marche : un groupe qui existe déjà, invité en entier."),
        "", "users", _by_hand,
    ),
]  # fmt: skip


def shown(commune: Commune, space: Space) -> list[Shown]:
    """All steps of a commune. One query a trace, and one for what was ticked."""
    ticked = set(Step.objects.filter(commune=commune).values_list("name", flat=True))
    return [Shown(each, each.is_done(commune, space), each.name in ticked) for each in tasks]
