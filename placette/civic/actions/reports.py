"""A report's life: sent, followed by others, taken up, settled or refused, opened again, found to be told already."""

from datetime import date, datetime, timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from placette.civic.actions import report_telling as telling
from placette.civic.actions.refusals import Refused
from placette.civic.models import Follower, PartnerKey, Report, ReportStep
from placette.core import keys
from placette.people.actions import pending
from placette.people.models import PendingPhoto, Person
from placette.places.models import Commune
from placette.trust import trail

State = Report.State
REOPENS = timedelta(days=30)  # after it was settled


@transaction.atomic
def send(
    commune: Commune,
    author: Person | None,
    *,
    picture: PendingPhoto | None = None,
    partner: PartnerKey | None = None,
    key: object = None,
    **fields: object,
) -> Report:
    """Her report, which she follows. The same `key` and content twice are one.

    Raises photos.Refused where the photo has gone meanwhile.
    """
    sent = _key(key, commune, fields)
    report = Report(commune=commune, author=author, partner=partner, key=sent, **fields)
    try:
        with transaction.atomic():
            report.save()
    except IntegrityError:
        if there := author and sent_already(author, key, commune, **fields):
            return there
        raise
    if picture and author:
        report.photo = pending.take(author, [picture.name])[0].name
        report.save(update_fields=["photo"])
    if author:
        Follower.objects.create(report=report, person=author)
    telling.arrived(report)
    return report


def sent_already(author: Person, key: object, commune: Commune, **fields: object) -> Report | None:
    """What this form has already become, where it was pressed twice."""
    sent = _key(key, commune, fields)
    return Report.objects.filter(author=author, key=sent).first() if sent else None


def _key(key: object, commune: Commune, fields: dict[str, object]) -> str | None:
    return keys.of(key, commune.pk, *(f"{name}={value}" for name, value in sorted(fields.items())))


@transaction.atomic
def follow(report: Report, person: Person) -> None:
    """« Moi aussi »: of the report that stands where this one was told already. Once, however often.

    Read again and held: an officer may be merging it, who takes along those who follow it.
    """
    standing = locked(report.pk).merged_into_id or report.pk
    Follower.objects.bulk_create([Follower(report_id=standing, person=person)], ignore_conflicts=True)


def unfollow(report: Report, person: Person) -> None:
    Follower.objects.filter(report=report, person=person).delete()


@transaction.atomic
def answer(
    report_id: int,
    by: Person,
    state: str,
    note: str = "",
    *,
    in_charge: str = "",
    planned_for: date | None = None,
) -> None:
    """The town hall says what becomes of it; who follows is told.

    Raises Refused where a refusal has no reason, or it was settled meanwhile.
    """
    report = locked(report_id)
    if state == State.REFUSED and not note:
        raise Refused(_("Dites pourquoi : l’habitant le lira, et saura à qui s’adresser."))
    if not report.is_going or state == State.OPEN or (report.state, state) == ("planned", "acknowledged"):
        raise Refused(_("Ce signalement a changé entre-temps : relisez-le, puis répondez."))
    now = timezone.now()
    report.state, report.reason, report.changed_at = State(state), note, now
    report.in_charge = in_charge or report.in_charge
    report.planned_for = planned_for if state == State.PLANNED else None
    report.ended_at = now if state in {State.DONE, State.REFUSED} else None
    _write(report, by, note)


@transaction.atomic
def reopen(report_id: int, by: Person, note: str = "") -> None:
    """It is still there. Raises Refused where it is going on already, or was settled more than 30 days ago."""
    report = locked(report_id)
    if not may_reopen_at(report, timezone.now()):
        raise Refused(_("Plus de trente jours ont passé : faites un nouveau signalement, il sera vu."))
    report.state, report.reason, report.ended_at = State.OPEN, "", None
    report.changed_at = timezone.now()
    _write(report, by, note)


def may_reopen_at(report: Report, now: datetime) -> bool:
    """Settled, and not for more than 30 days."""
    settled = report.state in {State.DONE, State.REFUSED}
    return settled and report.ended_at is not None and now <= report.ended_at + REOPENS


@transaction.atomic
def merge(report_id: int, into_id: int, by: Person) -> None:
    """The same was told before: who follows this one follows that one. Raises Refused where they cannot be the same."""
    same = Report.objects.filter(merged_into=report_id).values_list("pk", flat=True)
    # In one order, with those that were merged into it before: two officers never wait in a ring.
    both = {pk: locked(pk) for pk in sorted({report_id, into_id, *same})}
    report, other = both[report_id], both[into_id]
    if report_id == into_id or other.state == State.MERGED or report.commune_id != other.commune_id:
        raise Refused(
            _("Choisissez un autre signalement de la commune, qui n’est pas lui-même réuni à un autre.")
        )
    if not report.is_going:
        raise Refused(_("Ce signalement a changé entre-temps : relisez-le, puis répondez."))
    now = timezone.now()
    report.state, report.merged_into, report.ended_at, report.changed_at = State.MERGED, other, now, now
    _write(report, by, "")
    report.same.update(merged_into=other)
    theirs = list(report.following.values_list("person_id", flat=True))
    Follower.objects.bulk_create(
        [Follower(report=other, person_id=each) for each in sorted(theirs)], ignore_conflicts=True
    )
    Follower.objects.filter(report=report).delete()


@transaction.atomic
def hide(report_id: int, by: Person, hidden: bool) -> None:
    """Its text and its photo leave the public pages, or come back; its author still reads it."""
    report = locked(report_id)
    if report.is_hidden != hidden:
        report.is_hidden, report.changed_at = hidden, timezone.now()
        report.save(update_fields=["is_hidden", "changed_at"])
        trail.record(
            "report.hidden" if hidden else "report.shown", by, commune=report.commune_id, report=report.pk
        )


def _write(report: Report, by: Person, note: str) -> None:
    report.save(
        update_fields=[
            "state", "reason", "in_charge", "planned_for", "ended_at", "changed_at", "merged_into",
        ]
    )  # fmt: skip
    step = ReportStep.objects.create(report=report, state=report.state, note=note, by=by)
    telling.changed(report, step)


def locked(report_id: int) -> Report:
    return Report.objects.select_for_update(of=("self",), no_key=True).get(pk=report_id)


def move(gone: str, current: str) -> None:
    """A commune has become part of another: what was told there is of the current one, by INSEE codes."""
    Report.objects.filter(commune=gone).update(commune=current)
    PartnerKey.objects.filter(commune=gone).update(commune=current)
