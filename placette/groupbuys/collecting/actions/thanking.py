"""A few words to whoever organised."""

from django.db import transaction
from django.utils.translation import gettext as _

from placette.groupbuys.actions.refusals import Refused
from placette.groupbuys.collecting import telling
from placette.groupbuys.models import Campaign, Thanks
from placette.people.models import Person


@transaction.atomic
def thank(campaign: Campaign, author: Person, text: str) -> Thanks:
    """Once: other words afterwards are refused. Raises Refused."""
    if campaign.state != Campaign.State.DONE or campaign.organiser_id is None:
        raise Refused(_("On remercie une fois que c’est terminé."))
    if campaign.organiser_id == author.pk:
        raise Refused(_("C’est vous qui organisez : les mercis sont pour vous."))
    thanks, fresh = Thanks.objects.get_or_create(
        campaign=campaign, author=author, defaults={"to_id": campaign.organiser_id, "text": text}
    )
    if not fresh and thanks.text != text:
        raise Refused(_("Vous avez déjà dit merci. Rien n’a été changé."))
    if fresh:
        telling.thanked(thanks)
    return thanks


def show_on_profile(thanks: Thanks, shown: bool) -> None:
    Thanks.objects.filter(pk=thanks.pk).update(shown_on_profile=shown)
