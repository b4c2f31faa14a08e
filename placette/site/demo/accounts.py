"""The accounts that somebody who tries Placette signs in with."""

from dataclasses import dataclass

from django.utils.translation.trans_null import gettext_noop  # the command line has no settings yet

PASSWORD = "la-place-du-village"  # noqa: S105 - printed on the demo's first page


# Of the second factor of those who work at a desk: the page that asks for it shows it, in the demo alone.
TOTP_SECRET = "PLACETTEDEMOPLACETTEDEMOPLACETTE"  # noqa: S105 - 32 signs of base32


@dataclass(frozen=True)
class Account:
    email: str
    first_name: str
    last_name: str
    feminine: bool
    born: int
    part: str  # what this person is in the demo; templates translate it


RESIDENT = Account(
    "jeanne@demo.placette.invalid", "Jeanne", "Marty", True, 1951, gettext_noop("habitante de Fonsorbes")
)
SECOND = Account(
    "karim@demo.placette.invalid", "Karim", "Benali", False, 1978, gettext_noop("habitant de Fonsorbes")
)
OFFICER = Account(
    "mairie@demo.placette.invalid",
    "Sandrine",
    "Pagès",
    True,
    1975,
    gettext_noop("agente de la mairie de Fonsorbes"),
)
OPERATOR = Account(
    "operateur@demo.placette.invalid", "Camille", "Rey", True, 1990, gettext_noop("opératrice du site")
)

TERRITORY = Account(
    "agglo@demo.placette.invalid",
    "Hélène",
    "Castan",
    True,
    1981,
    gettext_noop("agente de l’intercommunalité, Le Muretain Agglo"),
)
SOCIAL = Account(
    "ccas@demo.placette.invalid", "Claire", "Roux", True, 1986, gettext_noop("assistante sociale au CCAS")
)

ALL = (RESIDENT, SECOND, OFFICER, TERRITORY, SOCIAL, OPERATOR)
# They serve the residents, and are none; their desks open with a second factor.
AT_WORK = (OFFICER, TERRITORY, SOCIAL, OPERATOR)
