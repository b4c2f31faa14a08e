"""How Fonsorbes has invited its residents: letters in the first weeks, e-mails of the library, two posters."""

from datetime import timedelta

from placette.invitations.arrivals import settle
from placette.invitations.models import Campaign, Letter
from placette.people.models import ActivationCode, Membership, Person
from placette.places.models import Commune

from . import accounts
from .chance import Chance

LETTERS, CAME = 420, 64
LIFE = timedelta(days=90)


def invite(chance: Chance, memberships: list[Membership]) -> int:
    """Returns how many campaigns there are."""
    commune = Commune.objects.get(code="31187")
    officer = Person.objects.get(email=accounts.OFFICER.email)

    def campaign(kind: str, name: str, days: int, **facts: int) -> Campaign:
        at = chance.now - timedelta(days=days)
        return Campaign.objects.create(
            commune=commune, by=officer, kind=kind, name=name, created_at=at, begun_at=at, ended_at=at,
            state=Campaign.State.READY, **facts,
        )  # fmt: skip

    letters = campaign("letters", "Centre-bourg et Cantelauze", 74, total=LETTERS, done=LETTERS)
    _write(letters, officer, [each for each in memberships if _is_neighbour(each)][:CAME])
    campaign("emails", "Lecteurs de la médiathèque", 52, total=186, done=186, joined=38)
    campaign("poster", "Boulangerie de la place", 40, joined=17)
    campaign("poster", "Forum des associations", 33, joined=46)
    settle()
    return Campaign.objects.count()


def _write(letters: Campaign, officer: Person, came: list[Membership]) -> None:
    """The first letters opened the door to those who `came`, all within their first month."""
    codes = ActivationCode.objects.bulk_create(
        ActivationCode(
            commune=letters.commune, code_hash=f"demo-{number}", issued_by=officer, issued_at=letters.created_at,
            expires_at=letters.created_at + LIFE, address="" if number < len(came) else f"{number} rue des Tilleuls",
            used_at=letters.created_at + timedelta(hours=9 * (number + 1)) if number < len(came) else None,
            used_by=came[number] if number < len(came) else None,
        )
        for number in range(LETTERS)
    )  # fmt: skip
    Letter.objects.bulk_create(
        Letter(campaign=letters, number=number, code=code) for number, code in enumerate(codes, 1)
    )


def _is_neighbour(membership: Membership) -> bool:
    return bool(membership.verified_at) and membership.commune_id == "31187" and membership.purpose == "home"
