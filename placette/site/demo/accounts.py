"""The four accounts that somebody who tries Placette signs in with."""

from dataclasses import dataclass

PASSWORD = "la-place-du-village"  # noqa: S105 - printed on the demo's first page


@dataclass(frozen=True)
class Account:
    email: str
    first_name: str
    last_name: str
    feminine: bool
    born: int
    part: str  # what this person is in the demo, in French


RESIDENT = Account("jeanne@demo.placette.invalid", "Jeanne", "Marty", True, 1951, "habitante de Fonsorbes")
SECOND = Account("karim@demo.placette.invalid", "Karim", "Benali", False, 1978, "habitant de Fonsorbes")
OFFICER = Account(
    "mairie@demo.placette.invalid", "Sandrine", "Pagès", True, 1975, "agente de la mairie de Fonsorbes"
)
OPERATOR = Account("operateur@demo.placette.invalid", "Camille", "Rey", True, 1990, "opératrice du site")

ALL = (RESIDENT, SECOND, OFFICER, OPERATOR)
