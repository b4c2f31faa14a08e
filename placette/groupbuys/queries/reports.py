"""What was reported and waits for an operator."""

from django.db.models import Exists, OuterRef, QuerySet

from placette.groupbuys.models import Campaign, Organiser, Report
from placette.people.models import Person

SHOWN = 100


def deciders(campaign: Campaign) -> QuerySet[Person]:
    """The operators who do not organise it themselves: they read who reported it. One query."""
    organisers = Organiser.objects.filter(campaign=campaign).values("person")
    return Person.objects.filter(is_operator=True, is_active=True).exclude(pk__in=organisers)


def waiting(operator: Person) -> QuerySet[Report]:
    """The oldest first, of purchases that she does not organise; the twin of rules.may_decide_reports. One query, by
    the index report_open.
    """
    hers = Organiser.objects.filter(campaign=OuterRef("campaign"), person=operator)
    open_ = Report.objects.filter(closed_at__isnull=True).exclude(Exists(hers))
    return open_.select_related("campaign__organiser", "campaign__commune", "by")[:SHOWN]
