"""Two letters to the CCAS of Fonsorbes: one that waits, one that was answered."""

from placette.people.models import Membership, Person
from placette.social import actions
from placette.social.models import Letter

from . import accounts
from .chance import Chance
from .residents import FONSORBES

WAITS = (
    "Bonjour, ma chaudière est en panne depuis lundi et le chauffagiste demande un acompte que je n’ai pas. "
    "Vaut-il mieux que je passe à la mairie ? Je préfère qu’on me téléphone le matin."
)
ASKED = "Je cherche des repas à domicile pour ma mère, qui sort de l’hôpital vendredi. Comment fait-on ?"
ANSWERED = "Bonjour, je m’en occupe dès demain avec le service de portage. Je vous appelle avant midi. Claire"


def write_in_confidence(chance: Chance, memberships: list[Membership]) -> int:
    """Returns how many letters there are."""
    claire = Person.objects.get(email=accounts.SOCIAL.email)
    ours = {account.email for account in accounts.ALL}
    here = [each for each in memberships if each.commune_id == FONSORBES and each.person.email not in ours]
    waiting, answered = chance.draw.sample(here, 2)
    actions.write(waiting.person, waiting.commune, WAITS)
    letter = actions.write(answered.person, answered.commune, ASKED)
    actions.read(letter, claire)
    actions.answer(letter, claire, ANSWERED)
    return Letter.objects.count()
