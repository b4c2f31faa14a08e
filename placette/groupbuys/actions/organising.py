"""Who organises together: joined by an invitation that she accepted herself, left when she likes."""

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from placette.groupbuys import invitations, rules
from placette.groupbuys.actions import invited, telling
from placette.groupbuys.actions.pledging import locked
from placette.groupbuys.actions.refusals import Refused
from placette.groupbuys.models import Campaign, Organiser
from placette.people.models import Person

AT_MOST = 10


@transaction.atomic
def join(campaign_id: int, person: Person, invited: list[int]) -> None:
    """She may act for the campaign from now on; the others are told. Twice is once.

    `invited`: the moment (invitations.moment) of her link; of two who use one at once the second comes after it.
    Raises Refused where it is over, or where there are many.
    """
    campaign = locked(campaign_id)
    if campaign.organisers.filter(person=person).exists():
        return
    if not rules.is_going(campaign) or invitations.moment(campaign) != invited:
        raise Refused(_("Ce lien n’est plus bon : demandez-en un autre à qui vous l’a envoyé."))
    if campaign.organisers.count() >= AT_MOST:
        raise Refused(_("Dix personnes organisent déjà cet achat : c’est le plus que nous acceptons."))
    Organiser.objects.create(campaign=campaign, person=person)
    _another_moment(campaign)
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
    invited.bring_in(campaign, person)  # she stays in its group
    if campaign.organiser_id == person.pk:
        Campaign.objects.filter(pk=campaign.pk).update(organiser=first.person_id, key=None)
    if rules.is_going(campaign):  # one that has ended is joined by no link, and changes no more
        _another_moment(campaign)


def _another_moment(campaign: Campaign) -> None:
    Campaign.objects.filter(pk=campaign.pk).update(organisers_changed=F("organisers_changed") + 1)
