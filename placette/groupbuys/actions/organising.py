"""Who organises together: joined by an invitation that she accepted herself, left when she likes."""

from django.db import transaction
from django.utils.translation import gettext as _

from placette.groupbuys.actions import telling
from placette.groupbuys.actions.pledging import locked
from placette.groupbuys.actions.refusals import Refused
from placette.groupbuys.models import Campaign, Organiser
from placette.people.models import Person

AT_MOST = 10


@transaction.atomic
def join(campaign_id: int, person: Person) -> None:
    """She may act for the campaign from now on; the others are told. Twice is once. Raises Refused where there are many."""
    campaign = locked(campaign_id)
    if campaign.organisers.filter(person=person).exists():
        return
    if campaign.organisers.count() >= AT_MOST:
        raise Refused(_("Dix personnes organisent déjà cet achat : c’est le plus que nous acceptons."))
    Organiser.objects.create(campaign=campaign, person=person)
    telling.joined(campaign, person)


@transaction.atomic
def leave(campaign_id: int, person: Person) -> None:
    """The last organiser stays. Raises Refused."""
    campaign = locked(campaign_id)
    others = campaign.organisers.exclude(person=person)
    first = others.first()
    if first is None:
        raise Refused(_("Vous êtes seul à organiser : invitez d’abord quelqu’un, ou annulez l’achat groupé."))
    campaign.organisers.filter(person=person).delete()
    if campaign.organiser_id == person.pk:
        Campaign.objects.filter(pk=campaign.pk).update(organiser=first.person_id, key=None)
