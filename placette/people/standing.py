"""Who is asking, and from where: everything that a rule needs, read once a request."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from placette.core.prepared import Prepared
from placette.places.models import Adjacency, Commune

from .models import Membership, Person, Role


@dataclass(frozen=True)
class Standing:
    """The memberships and roles of a person (or of nobody), in two queries, plus one for the communes around.

    `verified`: codes of the communes in which she is a verified resident or worker.
    `around`: those and the communes that touch them, without those whose town hall she works for.
    """

    person: Person | None = None
    memberships: tuple[Membership, ...] = ()
    roles: tuple[Role, ...] = ()

    @property
    def is_authenticated(self) -> bool:
        return self.person is not None

    @property
    def known(self) -> Person:
        """Whoever asks, where a rule has made sure that it is somebody."""
        if self.person is None:
            raise ValueError("nobody is asking")
        return self.person

    @property
    def home(self) -> Membership | None:
        """The membership of the commune where she lives, or else where she works."""
        return next(iter(self.memberships), None)

    @property
    def first_verified(self) -> Membership:
        """What she posts is of this commune. Wants `is_verified`."""
        return next(each for each in self.memberships if each.verified_at)

    @property
    def home_commune(self) -> Commune | None:
        if self.home:
            return self.home.commune
        return next((role.commune for role in self.roles if role.commune), None)

    @cached_property
    def communes(self) -> frozenset[str]:
        return frozenset(each.commune_id for each in self.memberships)

    @cached_property
    def verified(self) -> frozenset[str]:
        return frozenset(each.commune_id for each in self.memberships if each.verified_at)

    @cached_property
    def around(self) -> frozenset[str]:
        if not self.verified:
            return frozenset()
        touching = Adjacency.objects.filter(commune__in=self.verified).values_list("neighbour_id", flat=True)
        return (self.verified | frozenset(touching)) - self.town_halls

    @cached_property
    def communities(self) -> frozenset[str]:
        """SIREN of the communities to which the communes of her verified memberships belong, without those in which
        she works for a town hall.
        """
        served = {
            role.commune.community_id
            for role in self.roles
            if role.commune and role.commune_id in self.town_halls
        }
        return frozenset(
            each.commune.community_id
            for each in self.memberships
            if each.verified_at and each.commune.community_id
        ) - frozenset(served)

    @property
    def is_verified(self) -> bool:
        return bool(self.verified)

    @property
    def is_operator(self) -> bool:
        return bool(self.person and self.person.is_operator)

    @cached_property
    def town_halls(self) -> frozenset[str]:
        """Codes of the communes whose town hall she works for."""
        return frozenset(
            role.commune_id for role in self.roles if role.name == Role.Name.OFFICER and role.commune_id
        )

    @cached_property
    def elected(self) -> frozenset[str]:
        """Codes of the communes in whose council she sits."""
        return frozenset(
            role.commune_id for role in self.roles if role.name == Role.Name.ELECTED and role.commune_id
        )

    @cached_property
    def social(self) -> frozenset[str]:
        """Codes of the communes whose social service she works for; none where she is of the town hall or elected as well,
        and none for who runs the site.
        """
        if self.is_operator:
            return frozenset()
        held = {role.commune_id for role in self.roles if role.name == Role.Name.SOCIAL and role.commune_id}
        return frozenset(held) - self.elected - self.town_halls

    @cached_property
    def territories(self) -> dict[str, str]:
        """The communities that she works for or in which she was elected: names by SIREN, in order."""
        held = {Role.Name.TERRITORY_OFFICER, Role.Name.ELECTED}
        found = {
            role.community.siren: role.community.name
            for role in self.roles
            if role.community and role.name in held
        }
        return dict(sorted(found.items()))

    @cached_property
    def community_desks(self) -> frozenset[str]:
        """SIREN of the communities for which she works; who was elected there reads its page and speaks for nobody."""
        name = Role.Name.TERRITORY_OFFICER
        return frozenset(role.community_id for role in self.roles if role.name == name and role.community_id)

    @property
    def is_territory_only(self) -> bool:
        """An account of a community of communes: it sees figures side by side, and no square."""
        return bool(self.territories) and not self.memberships and not self.town_halls

    @property
    def is_social_only(self) -> bool:
        """An account of the social service: it reads what was written to it, and no square."""
        return bool(self.social) and not self.memberships and not self.town_halls

    @property
    def is_townhall_only(self) -> bool:
        """An account of the town hall: it reads announcements and what residents chose to show it, nothing else."""
        return bool(self.town_halls) and not self.memberships

    @property
    def is_elected_only(self) -> bool:
        """An elected member who lives elsewhere: reads the figures of the commune, and no square."""
        return bool(self.elected) and not self.memberships and not self.town_halls

    @property
    def is_operator_only(self) -> bool:
        return self.is_operator and not self.memberships and not self.town_halls

    @property
    def has_no_square(self) -> bool:
        """Her account is for her work alone."""
        return (
            self.is_townhall_only
            or self.is_social_only
            or self.is_territory_only
            or self.is_elected_only
            or self.is_operator_only
        )

    @property
    def has_doors(self) -> bool:
        """Something behind the doors of the square is open to her: a square, or the desk of a town hall."""
        return self.is_verified or bool(self.town_halls)


NOBODY = Standing()


def standing_of(person: Person | None) -> Standing:
    """Two queries: memberships with commune and quarter, current roles with commune.

    An account of a town hall is no resident of the commune that it serves, whichever came first (decision 9).
    """
    if person is None or not person.is_authenticated:
        return NOBODY
    memberships, roles = MEMBERSHIPS(person.pk), ROLES(person.pk)
    served = {role.commune_id for role in roles if role.name == Role.Name.OFFICER}
    return Standing(
        person, tuple(each for each in memberships if each.commune_id not in served), tuple(roles)
    )


MEMBERSHIPS = Prepared(
    lambda person: (
        Membership.objects.filter(person=person)
        .select_related("commune__space", "quarter")
        .order_by("purpose")  # home before work
    ),
    int,
)
ROLES = Prepared(
    lambda person: Role.objects.filter(person=person, until__isnull=True).select_related(
        "commune__space", "community"
    ),
    int,
)
