"""« Signaler cet achat groupé »: said by a neighbour, decided by an operator, with grounds that both sides read."""

import logging
from collections.abc import Sequence

from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from placette.groupbuys import rules
from placette.groupbuys.actions import ending
from placette.groupbuys.actions.pledging import locked
from placette.groupbuys.actions.refusals import Closed, Refused
from placette.groupbuys.models import Campaign, Report
from placette.groupbuys.queries.reports import deciders
from placette.notices.actions import notify
from placette.people.models import Person

Outcome = Report.Outcome
log = logging.getLogger(__name__)


@transaction.atomic
def report(campaign: Campaign, by: Person, reason: str, words: str) -> Report:
    """The operators who do not organise it are told. Raises Refused while a report of hers is still open."""
    try:
        with transaction.atomic():
            made = Report.objects.create(campaign=campaign, by=by, reason=reason, words=words)
    except IntegrityError:
        raise Refused(
            _("Vous l’avez déjà signalé : votre signalement est lu, vous recevrez une réponse.")
        ) from None
    operators = list(deciders(campaign).values_list("pk", flat=True))
    if not operators:
        log.warning("a report waits for an operator who does not organise the purchase", extra={"campaign": campaign.pk})  # fmt: skip
    key = f"purchase_report:{made.pk}"
    notify(operators, "purchase_report", reverse("groupbuys:reports"), key, title=campaign.title)
    return made


def outcomes(campaign: Campaign) -> Sequence[Report.Outcome]:
    """What can be said of it that is true: one that is being carried out is cancelled no more, one that is over does
    not go on.
    """
    if rules.is_going(campaign):
        return Outcome.KEPT, Outcome.CANCELLED
    return (Outcome.KEPT,) if campaign.state == Campaign.State.SUCCEEDED else (Outcome.OVER,)


@transaction.atomic
def decide(report: Report, by: Person, outcome: str, grounds: str) -> None:
    """The campaign goes on, or is cancelled and everybody in it is told why, or was over before. All open reports of it
    are answered where it is cancelled. Raises Refused where it is decided already, Closed where the campaign has
    changed so that this cannot be decided any more.
    """
    campaign = locked(report.campaign_id)
    open_ = Report.objects.select_for_update().filter(campaign=campaign, closed_at__isnull=True)
    if not open_.filter(pk=report.pk).exists():
        raise Refused(_("Ce signalement a déjà sa réponse."))
    if outcome not in outcomes(campaign):
        raise Closed(_("Cet achat groupé a changé entre-temps : relisez, puis décidez."))
    if outcome == Outcome.CANCELLED:
        ending.cancel(campaign.pk, by, grounds)
    else:
        open_ = open_.filter(pk=report.pk)
    answered = list(open_)
    Report.objects.filter(pk__in=[each.pk for each in answered]).update(
        outcome=outcome, grounds=grounds, closed_at=timezone.now(), closed_by=by
    )
    for each in answered:
        if each.by_id is not None:
            key = f"purchase:{campaign.pk}:decided:{each.pk}"
            told = {"event": "decided", "title": campaign.title, "reason": grounds}
            notify([each.by_id], "purchase", campaign.get_absolute_url(), key, **told)
