"""What Le Muretain Agglo has told the residents of all its communes."""

from datetime import timedelta

from django.utils import timezone

from placette.civic.actions import shared
from placette.civic.models import Announcement
from placette.civic.queries.shared import within_reach
from placette.people.models import Person
from placette.places.models import Commune

from . import accounts
from .chance import PARIS, Chance
from .residents import FONSORBES


def speak_for_all(chance: Chance) -> int:
    """Returns in how many communes it stands."""
    officer = Person.objects.get(email=accounts.TERRITORY.email)
    community = Commune.objects.select_related("community").get(code=FONSORBES).community
    assert community
    shared.publish(
        officer,
        community,
        list(within_reach(community)),
        now=chance.now - timedelta(days=1, hours=3),
        level="normal",
        title="Les bus Tamtam sont gratuits samedi",
        text="Pour les marchés de Noël, toutes les lignes roulent sans ticket de huit heures à vingt-deux heures.\n\n"
        "Les minibus qui viennent chez vous se réservent comme d’habitude, la veille avant midi.",
    )
    day = timezone.localtime(chance.now + timedelta(days=18), PARIS).replace(
        hour=14, minute=0, second=0, microsecond=0
    )
    shared.publish(
        officer,
        community,
        list(within_reach(community)),
        now=chance.now - timedelta(days=6, hours=2),
        level="normal",
        title="Fête du vélo du Muretain",
        text="Ateliers de réparation, bourse aux vélos et balade en famille le long de la Garonne.\n\nVenez à vélo, ou à plusieurs "
        "en voiture : le parking est petit.",
        place="Parc Jean-Jaurès",
        held_in=Commune.objects.get(code="31395"),
        starts_at=day,
        ends_at=day + timedelta(hours=4),
    )
    return Announcement.objects.filter(shared_copy__isnull=False).count()
