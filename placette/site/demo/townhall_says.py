"""What the town hall of Fonsorbes says and asks: ten announcements, a poll that is open, one with sixty votes."""

from datetime import datetime, timedelta
from typing import Any

from django.db.models import Q
from django.utils import timezone

from placette.civic.actions import announcements, counting, polls
from placette.civic.models import Announcement, Poll
from placette.people.models import Membership, Person
from placette.places.models import Commune, Quarter

from . import accounts
from .chance import PARIS, Chance

VOTERS = 60
ON_TREES = (0, 0, 1, 0, 2, 0, 1, 0, 3, 1)  # of ten neighbours


def speak(chance: Chance, memberships: list[Membership]) -> int:
    """Returns how many announcements there are."""
    officer = Person.objects.get(email=accounts.OFFICER.email)
    town_hall = _TownHall(chance, officer, Commune.objects.get(code="31187"))
    town_hall.announce()
    ours = {each.email for each in accounts.ALL}
    voters = [
        each.person for each in memberships
        if each.verified_at and each.commune_id == "31187" and each.purpose == "home" and each.person.email not in ours
    ]  # fmt: skip
    town_hall.ask(chance.draw.sample(voters, min(VOTERS, len(voters))))
    return Announcement.objects.count()


class _TownHall:
    def __init__(self, chance: Chance, officer: Person, commune: Commune) -> None:
        self.chance, self.officer, self.commune = chance, officer, commune

    def announce(self) -> None:
        self._said(
            "Marché de Noël sous la halle",
            "Trente artisans du pays, du vin chaud et la chorale de l’école à seize heures.\n\nLe parking du stade est "
            "gratuit, et une navette part de la place toutes les vingt minutes.",
            days=2, place="La halle", latitude=43.53312, longitude=1.22934, starts_at=self._at(16, 10), ends_at=self._at(16, 19),
        )  # fmt: skip
        self._said(
            "La rue du 11 Novembre fermée deux semaines",
            "On y change les conduites d’eau. Les riverains passent à pied ; les autobus s’arrêtent devant la mairie. "
            "La collecte des ordures se fait au bout de la rue, les mêmes jours.",
            days=4, level="important", starts_at=self._at(3, 8), ends_at=self._at(17, 18),
            quarters=self._quarters(),
        )  # fmt: skip
        self._said(
            "Coupure d’eau et eau trouble",
            "Une conduite a cédé route de Tarbes. Ne buvez pas l’eau du robinet avant ce soir : des bouteilles sont "
            "données devant la mairie. Prévenez vos voisins qui ne lisent pas ces pages.",
            days=7, level="emergency", place="Toute la commune", ends_at=self.chance.now - timedelta(days=6, hours=8),
        )  # fmt: skip
        self._said(
            "La médiathèque ouvre le lundi",
            "Dès la semaine prochaine, de quatorze à dix-huit heures. L’inscription reste gratuite pour tous.",
            days=9, place="Médiathèque",
        )  # fmt: skip
        self._said(
            "Repas des aînés : les inscriptions sont ouvertes",
            "Il reste des places. Dites-le à l’accueil de la mairie ou par téléphone ; un voisin peut vous y conduire.",
            days=12, place="Salle du Trépadé", latitude=43.52741, longitude=1.24318, starts_at=self._at(24, 12), residents_only=True,
        )  # fmt: skip
        self._events()
        scheduled = announcements.write(
            self.officer,
            self.commune,
            title="Vœux du maire",
            text="Toutes et tous sont attendus, avec la fanfare et le verre de l’amitié.",
            place="Salle du Trépadé",
            latitude=43.52741,
            longitude=1.24318,
            starts_at=self._at(40, 18),
            publish_at=self._at(10, 9),
        )
        announcements.schedule(scheduled.pk, self.chance.now)

    def _events(self) -> None:
        """What was held last month and this one, what goes on, what is to come."""
        self._said(
            "Forum des associations",
            "Soixante associations vous attendent, avec démonstrations toute la journée.",
            days=60, place="Gymnase de Cantelauze", starts_at=self._at(-41, 10), ends_at=self._at(-41, 17),
        )  # fmt: skip
        self._said(
            "Ramassage des déchets au bord du Touch",
            "Gants et sacs sont fournis, le café aussi. Les enfants viennent avec un adulte.",
            days=50, place="Pont du Touch", starts_at=self._at(-34, 9), ends_at=self._at(-34, 12),
        )  # fmt: skip
        self._said(
            "Conseil municipal",
            "La séance est publique. À l’ordre du jour : la rue du 11 Novembre et les arbres.",
            days=13, place="Salle du conseil, mairie", starts_at=self._at(6, 20),
        )  # fmt: skip
        self._said(
            "Exposition : Fonsorbes il y a cent ans",
            "Les photographies que vous avez prêtées, agrandies et racontées. Entrée libre.",
            days=14, place="Médiathèque", starts_at=self._at(-5, 14), ends_at=self._at(21, 18),
        )  # fmt: skip

    def ask(self, voters: list[Person]) -> None:
        trees = self._asked(
            "Où planter les dix nouveaux arbres ?",
            ["Autour de la halle", "Le long du canal", "Dans la cour de l’école", "Sans avis"],
            "Des tilleuls et des érables, plantés cet hiver avec les enfants de l’école. La mairie suivra votre choix.",
            opens=-40, closes=-20,
        )  # fmt: skip
        for number, voter in enumerate(voters):
            polls.vote(
                trees.pk, voter, [ON_TREES[number % 10]], trees.opens_at + timedelta(hours=3 + 7 * number)
            )
        counting.count(trees.pk, trees.closes_at)
        market = self._asked(
            "Quel jour pour le marché du printemps ?",
            ["Le vendredi soir", "Le samedi matin", "Le dimanche matin"],
            "Classez les trois jours : le marché se tiendra celui qui réunit le plus de points.",
            opens=-5, closes=9, kind="ranked",
        )  # fmt: skip
        for number, voter in enumerate(voters[:23]):
            ranking = ([1, 2, 0], [1, 0, 2], [2, 1, 0])[number % 3]
            polls.vote(market.pk, voter, ranking, market.opens_at + timedelta(hours=2 + 4 * number))

    def _quarters(self) -> list[Quarter]:
        """The middle of the town, and where the resident of the demo lives."""
        hers = Q(memberships__person__email=accounts.RESIDENT.email)
        there = Quarter.objects.filter(hers | Q(slug="centre-bourg"), commune=self.commune)
        return list(there.distinct())

    def _said(self, title: str, text: str, *, days: float, **fields: Any) -> None:
        told = announcements.write(self.officer, self.commune, title=title, text=text, **fields)
        announcements.publish(told.pk, self.chance.now - timedelta(days=days, hours=2))

    def _asked(
        self, question: str, options: list[str], text: str, opens: int, closes: int, **fields: Any
    ) -> Poll:
        poll = polls.write(
            self.officer,
            self.commune,
            options,
            question=question,
            text=text,
            opens_at=self._at(opens, 8),
            closes_at=self._at(closes, 18),
            opening_told_at=self._at(opens, 8),
            **fields,
        )
        polls.publish(poll.pk, poll.opens_at)
        return Poll.objects.get(pk=poll.pk)

    def _at(self, days: float, hour: int) -> datetime:
        """So many days from now, at that hour on the clocks of the commune."""
        local = timezone.localtime(self.chance.now + timedelta(days=days), PARIS)
        return local.replace(hour=hour, minute=0, second=0, microsecond=0)
