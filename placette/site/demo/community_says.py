"""What Le Muretain Agglo has told the residents of all its communes, what it holds for them all, and for one."""

from datetime import datetime, timedelta

from django.utils import timezone

from placette.civic.actions import shared
from placette.civic.models import Announcement
from placette.civic.queries.shared import within_reach
from placette.people.models import Person
from placette.places.models import Commune

from . import accounts
from .chance import PARIS, Chance
from .neighbouring import FROUZINS, MURET
from .residents import FONSORBES


def speak_for_all(chance: Chance) -> int:
    """Returns how many announcements stand, of all its communes together."""
    officer = Person.objects.get(email=accounts.TERRITORY.email)
    community = Commune.objects.select_related("community").get(code=FONSORBES).community
    assert community
    everywhere = list(within_reach(community))
    shared.publish(
        officer,
        community,
        everywhere,
        now=chance.now - timedelta(days=1, hours=3),
        level="normal",
        title="Les bus Tamtam sont gratuits samedi",
        text="Pour les marchés de Noël, toutes les lignes roulent sans ticket de huit heures à vingt-deux heures.\n\n"
        "Les minibus qui viennent chez vous se réservent comme d’habitude, la veille avant midi.",
    )
    shared.publish(
        officer,
        community,
        everywhere,
        now=chance.now - timedelta(days=6, hours=2),
        level="normal",
        title="Fête du vélo du Muretain",
        text="Ateliers de réparation, bourse aux vélos et balade en famille le long de la Garonne.\n\nVenez à vélo, ou à plusieurs "
        "en voiture : le parking est petit.",
        place="Parc Jean-Jaurès",
        latitude=43.46004,
        longitude=1.32915,
        held_in=Commune.objects.get(code=MURET),
        starts_at=_at(chance, 18, 14),
        ends_at=_at(chance, 18, 18),
    )
    shared.publish(
        officer,
        community,
        [each for each in everywhere if each.pk == FROUZINS],
        now=chance.now - timedelta(days=4, hours=5),
        level="normal",
        title="Portes ouvertes de la piscine",
        text="Le grand bassin est refait. Entrée libre toute la matinée, bonnet obligatoire.",
        place="Piscine intercommunale",
        held_in=Commune.objects.get(code=FROUZINS),
        starts_at=_at(chance, 10, 9),
        ends_at=_at(chance, 10, 13),
    )
    return Announcement.objects.filter(shared_copy__isnull=False).count()


def _at(chance: Chance, days: int, hour: int) -> datetime:
    """So many days from now, at that hour on the clocks of the commune."""
    local = timezone.localtime(chance.now + timedelta(days=days), PARIS)
    return local.replace(hour=hour, minute=0, second=0, microsecond=0)
