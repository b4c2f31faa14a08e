"""An announcement's life: written, put online or scheduled, changed, over, withdrawn."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from placette.civic.actions import ledger, telling
from placette.civic.actions.refusals import Refused
from placette.civic.marks import mark
from placette.civic.models import Announcement, Sighting
from placette.civic.queries.going import in_a_going_space
from placette.core import keys, photos
from placette.people.actions import pending
from placette.people.models import PendingPhoto, Person
from placette.places.models import Commune, Quarter
from placette.trust import trail

State = Announcement.State
COUNTED = timedelta(
    days=90
)  # from its publication on; then who has opened it is forgotten, and the count stays


@transaction.atomic
def write(
    author: Person,
    commune: Commune,
    *,
    quarters: Sequence[Quarter] = (),
    picture: PendingPhoto | None = None,
    key: object = None,
    **fields: object,
) -> Announcement:
    """A draft, which those who speak for the town hall see. The same `key` and content twice are one draft.

    Raises photos.Refused where the photo has gone meanwhile.
    """
    sent = _key(key, commune, quarters, fields)
    announcement = Announcement(author=author, commune=commune, key=sent, **fields)
    try:
        with transaction.atomic():
            announcement.save()
    except IntegrityError:
        if there := written(author, key, commune, quarters, **fields):
            return there
        raise
    announcement.quarters.set(quarters)
    _place(announcement, author, picture)
    return announcement


def written(
    author: Person, key: object, commune: Commune, quarters: Sequence[Quarter] = (), **fields: object
) -> Announcement | None:
    """What this form has already become, where it was pressed twice."""
    sent = _key(key, commune, quarters, fields)
    return Announcement.objects.filter(author=author, key=sent).first() if sent else None


def _key(key: object, commune: Commune, quarters: Iterable[Quarter], fields: dict[str, object]) -> str | None:
    words = (f"{name}={value}" for name, value in sorted(fields.items()))
    return keys.of(key, commune.pk, *sorted(each.pk for each in quarters), *words)


@transaction.atomic
def change(
    announcement_id: int,
    by: Person,
    *,
    quarters: Sequence[Quarter] = (),
    picture: PendingPhoto | None = None,
    removed: bool = False,
    **fields: object,
) -> Announcement:
    """Other words. Readers see that they have changed; an information that becomes an alert is told at once.

    Raises Refused where it was withdrawn meanwhile or is an alert that programs still show, photos.Refused where the photo
    has gone.
    """
    announcement = locked(announcement_id)
    if announcement.state == State.WITHDRAWN:
        raise Refused(_("Cette actualité vient d’être retirée : elle ne se modifie plus."))
    if _would_silence_an_alert(announcement, fields):
        raise Refused(
            _(
                "Levez d’abord l’alerte, sur sa page : ceux qui l’ont reçue doivent apprendre qu’elle est finie. Vous changerez ensuite le reste."
            )
        )
    fields |= _without_a_stale_point(announcement, fields)
    changed = _differs(announcement, quarters, fields) or picture is not None or removed
    for name, value in fields.items():
        setattr(announcement, name, value)
    if announcement.state == State.PUBLISHED:
        announcement.publish_at = None
        if changed:
            announcement.revision += 1
            announcement.changed_at = timezone.now()
            _note("changed", announcement, by)
    elif announcement.publish_at is None:
        announcement.state = State.DRAFT
    announcement.save()
    announcement.quarters.set(quarters)
    if picture or removed:
        _place(announcement, by, picture)
    ledger.count(announcement)
    alerts = announcement.is_emergency and not announcement.is_over(timezone.now())
    if announcement.state == State.PUBLISHED and alerts:
        telling.published_later(announcement)
    return announcement


def _without_a_stale_point(announcement: Announcement, fields: dict[str, object]) -> dict[str, object]:
    """Other words of the place that say no point: that of the words before is another place."""
    stays = fields.get("place", announcement.place) == announcement.place
    if stays or "latitude" in fields or announcement.point is None:
        return {}
    return {"latitude": None, "longitude": None, "held_in": fields.get("held_in")}


def _would_silence_an_alert(announcement: Announcement, fields: dict[str, object]) -> bool:
    """Programs took it as CAP: what is an alert for everybody no longer has no address at which they would read its end."""
    sounds = announcement.state == State.PUBLISHED and not announcement.is_over(timezone.now())
    if not (sounds and announcement.is_emergency and not announcement.residents_only):
        return False
    return fields.get("level", "emergency") != Announcement.Level.EMERGENCY or bool(
        fields.get("residents_only")
    )


def _differs(announcement: Announcement, quarters: Sequence[Quarter], fields: dict[str, object]) -> bool:
    told = set(fields) - {"publish_at"}
    there = set(announcement.quarters.values_list("pk", flat=True))
    return there != {each.pk for each in quarters} or any(
        getattr(announcement, name) != fields[name] for name in told
    )


def _place(announcement: Announcement, owner: Person, picture: PendingPhoto | None) -> None:
    """This picture in place of the one before, or none."""
    gone = announcement.photo
    announcement.photo = pending.take(owner, [picture.name])[0].name if picture else ""
    announcement.save(update_fields=["photo"])
    if gone:
        transaction.on_commit(lambda: photos.delete(gone))


@transaction.atomic
def schedule(announcement_id: int, now: datetime | None = None) -> None:
    """The worker publishes it at its moment. Raises Refused where there is none, or it is past."""
    announcement = locked(announcement_id)
    if announcement.state != State.DRAFT:
        return
    if announcement.publish_at is None or announcement.publish_at <= (now or timezone.now()):
        raise Refused(_("Le moment choisi est passé : choisissez-en un autre, ou publiez maintenant."))
    announcement.state = State.SCHEDULED
    announcement.save(update_fields=["state"])


@transaction.atomic
def publish(announcement_id: int, now: datetime | None = None, by: Person | None = None) -> None:
    """Online, and told once. Of two presses, or two workers, the second finds nothing to do.

    What is over before it comes online, after an outage, is kept for the archive and told to nobody.
    """
    now = now or timezone.now()
    announcement = locked(announcement_id)
    if announcement.state not in {State.DRAFT, State.SCHEDULED}:
        return
    announcement.state, announcement.published_at = State.PUBLISHED, now
    announcement.save(update_fields=["state", "published_at"])
    ledger.count(announcement)
    _note("published", announcement, by)
    if not announcement.is_over(now):
        telling.published_later(announcement)


def due(now: datetime) -> list[int]:
    """Scheduled for a moment that has come, where the space may be written in. Index announcement_due."""
    waiting = Announcement.objects.filter(in_a_going_space(), state=State.SCHEDULED, publish_at__lte=now)
    return list(waiting.order_by("publish_at", "pk").values_list("pk", flat=True))


@transaction.atomic
def publish_due(announcement_id: int, now: datetime) -> None:
    """Nothing where it was taken back or put off meanwhile."""
    announcement = locked(announcement_id)
    waits = announcement.state == State.SCHEDULED
    if waits and announcement.publish_at and announcement.publish_at <= now:
        publish(announcement_id, now)


@transaction.atomic
def end(announcement_id: int, now: datetime | None = None, by: Person | None = None) -> None:
    """The alert is over: it leaves the top of the square, and programs that read it are told."""
    now = now or timezone.now()
    announcement = locked(announcement_id)
    if announcement.state != State.PUBLISHED or announcement.is_over(now):
        return
    starts = announcement.starts_at
    announcement.ends_at, announcement.starts_at = now, starts if starts and starts <= now else None
    announcement.revision += 1
    announcement.changed_at = now
    announcement.save(update_fields=["ends_at", "starts_at", "revision", "changed_at"])
    _note("ended", announcement, by)
    telling.withdrawn(announcement)


@transaction.atomic
def withdraw(announcement_id: int, now: datetime | None = None, by: Person | None = None) -> None:
    """Nobody reads it any more, and who has not yet been written to is not."""
    announcement = locked(announcement_id)
    if announcement.state != State.PUBLISHED:
        return
    announcement.state, announcement.withdrawn_at = State.WITHDRAWN, now or timezone.now()
    announcement.save(update_fields=["state", "withdrawn_at"])
    ledger.count(announcement)
    _note("withdrawn", announcement, by)
    telling.withdrawn(announcement)


@transaction.atomic
def discard(announcement_id: int) -> None:
    """A draft that no resident has seen is gone for good. Raises Refused where it was published meanwhile."""
    announcement = locked(announcement_id)
    if announcement.state not in {State.DRAFT, State.SCHEDULED}:
        raise Refused(_("Cette actualité est déjà publiée : retirez-la plutôt."))
    gone = announcement.photo
    announcement.delete()
    if gone:
        transaction.on_commit(lambda: photos.delete(gone))


def see(announcement: Announcement, person: Person) -> None:
    """She has opened it: counted once, however often, while it is fresh. One query."""
    if announcement.published_at is None or announcement.published_at < timezone.now() - COUNTED:
        return
    seen = Sighting(mark=mark("announcement", announcement.pk, person.pk), announcement=announcement)
    Sighting.objects.bulk_create([seen], ignore_conflicts=True)


def forget_sightings(now: datetime) -> None:
    """A day longer than they are counted, so that nobody is counted twice."""
    Sighting.objects.filter(announcement__published_at__lt=now - COUNTED - timedelta(days=1)).delete()


def _note(what: str, announcement: Announcement, by: Person | None) -> None:
    """A line of the audit trail: which one and how urgent, none of its words."""
    trail.record(
        f"announcement.{what}",
        by,
        commune=announcement.commune_id,
        announcement=announcement.pk,
        level=announcement.level,
    )


def locked(announcement_id: int) -> Announcement:
    return Announcement.objects.select_for_update(of=("self",), no_key=True).get(pk=announcement_id)


def move(gone: str, current: str) -> None:
    """A commune has become part of another: what its town hall has said stands with the current one, by INSEE codes."""
    Announcement.objects.filter(commune=gone).update(commune=current)
    Announcement.objects.filter(held_in=gone).update(held_in=current)
