"""More time, once: who would be freed without it says whether she stays."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from placette.groupbuys import rules
from placette.groupbuys.actions import telling
from placette.groupbuys.actions.pledging import check_deed, locked
from placette.groupbuys.actions.refusals import Closed, Refused
from placette.groupbuys.models import Extension, Pledge
from placette.people.models import Deed, Person

AT_MOST = timedelta(days=60)  # after the first deadline


@transaction.atomic
def extend(campaign_id: int, by: Person, until: datetime, now: datetime | None = None) -> None:
    """Ask for time until `until`: everybody who takes part is asked, and who does not answer by the deadline is freed.

    Raises Closed, Refused where it is no later, too far away or the second time.
    """
    now = now or timezone.now()
    campaign = locked(campaign_id)
    if not rules.is_open(campaign, now):
        raise Closed(_("Cet achat groupé est clos : on ne peut plus le prolonger."))
    if hasattr(campaign, "extension"):
        if (campaign.extension.asked_by_id, campaign.extension.until) == (by.pk, until):
            return  # a form sent twice
        raise Refused(_("Cet achat groupé a déjà été prolongé une fois : on ne le prolonge pas davantage."))
    deadline = campaign.deadline
    if deadline is None or not deadline < until <= deadline + AT_MOST:
        raise Refused(_("Choisissez une date après la clôture prévue, et dans les deux mois qui la suivent."))
    Extension.objects.create(campaign=campaign, asked_by=by, asked_at=now, until=until)
    Pledge.objects.filter(campaign=campaign, person=by, items__gt=0).update(stays_at=now)
    telling.extension_asked(campaign, until, by)


@transaction.atomic
def stay(campaign_id: int, person: Person, now: datetime | None = None, *, deed: Deed | None = None) -> None:
    """She stays for the time that was added. Raises Closed. `deed`: by whom, where it is not the person herself; ValueError
    where it is missing then.
    """
    check_deed(person, deed)
    now = now or timezone.now()
    campaign = locked(campaign_id)
    if not rules.is_open(campaign, now):
        raise Closed(_("Cet achat groupé est clos : il n’y a plus rien à confirmer."))
    Pledge.objects.filter(campaign=campaign, person=person, stays_at__isnull=True).update(stays_at=now)
    if deed:
        Pledge.objects.filter(campaign=campaign, person=person).update(deed=deed)
    telling.stayed(campaign, person)
