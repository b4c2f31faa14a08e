"""A poll's life: written, published, told when it opens, voted in once each, withdrawn."""

from collections.abc import Sequence
from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from placette.civic import urn
from placette.civic.actions import telling
from placette.civic.actions.refusals import AlreadyVoted, Refused
from placette.civic.marks import mark
from placette.civic.models import Option, Poll, Turnout, Urn, Voted
from placette.civic.queries.going import in_a_going_space
from placette.core import keys
from placette.people.models import Person
from placette.places.models import Commune, Quarter
from placette.trust import trail

State = Poll.State


@transaction.atomic
def write(
    author: Person,
    commune: Commune,
    options: Sequence[str],
    *,
    quarters: Sequence[Quarter] = (),
    key: object = None,
    **fields: object,
) -> Poll:
    """A draft. The same `key` and content twice are one."""
    words = (f"{name}={value}" for name, value in sorted(fields.items()))
    sent = keys.of(key, commune.pk, *options, *sorted(each.pk for each in quarters), *words)
    poll = Poll(author=author, commune=commune, key=sent, **fields)
    try:
        with transaction.atomic():
            poll.save()
    except IntegrityError:
        return Poll.objects.get(author=author, key=sent)
    _offer(poll, options, quarters)
    return poll


@transaction.atomic
def change(
    poll_id: int, options: Sequence[str], *, quarters: Sequence[Quarter] = (), **fields: object
) -> None:
    """Raises Refused once it is published: who votes must know that the question stays."""
    poll = locked(poll_id)
    if poll.state != State.DRAFT:
        raise Refused(_("Cette consultation est publiée : ses mots ne changent plus."))
    for name, value in fields.items():
        setattr(poll, name, value)
    poll.save()
    _offer(poll, options, quarters)


def _offer(poll: Poll, options: Sequence[str], quarters: Sequence[Quarter]) -> None:
    poll.quarters.set(quarters)
    poll.options.all().delete()
    Option.objects.bulk_create(
        Option(poll=poll, position=position, text=text) for position, text in enumerate(options)
    )


@transaction.atomic
def publish(poll_id: int, now: datetime | None = None, by: Person | None = None) -> None:
    """From its opening on one may vote. A second press finds nothing to do. Raises Refused where it would be over."""
    now = now or timezone.now()
    poll = locked(poll_id)
    if poll.state != State.DRAFT:
        return
    if poll.closes_at <= now:
        raise Refused(_("La date de fin est passée : choisissez-en une autre, puis publiez."))
    poll.state, poll.published_at = State.PUBLISHED, now
    poll.save(update_fields=["state", "published_at"])
    trail.record("poll.published", by, commune=poll.commune_id, poll=poll.pk)
    Urn.objects.create(poll=poll, sealed=urn.seal(poll.pk, [0] * (poll.options.count() + 1)))


def opening(now: datetime) -> list[int]:
    """Open, and nobody has been told. Index poll_opening."""
    waiting = Poll.objects.filter(
        in_a_going_space(), state=State.PUBLISHED, opening_told_at__isnull=True, opens_at__lte=now
    )
    return list(waiting.order_by("opens_at", "pk").values_list("pk", flat=True))


@transaction.atomic
def tell_opening(poll_id: int, now: datetime) -> None:
    poll = locked(poll_id)
    if poll.is_open(now) and poll.opening_told_at is None:
        telling.poll_opened(poll)
    poll.opening_told_at = poll.opening_told_at or now
    poll.save(update_fields=["opening_told_at"])


@transaction.atomic
def vote(poll_id: int, person: Person, chosen: Sequence[int], now: datetime | None = None) -> None:
    """Her ballot: positions of options; of a ranking all of them, the best first. The caller has asked rules.may_vote.

    Final: nothing says afterwards which ballot was hers. Raises AlreadyVoted, or Refused where the poll is not open or
    the ballot is not as it asks.
    """
    now = now or timezone.now()
    poll = locked(poll_id)
    if not poll.is_open(now):
        raise Refused(_("Cette consultation n’est pas ouverte : votre choix n’est pas enregistré."))
    held = Urn.objects.select_for_update().get(poll=poll)
    sums = urn.unseal(poll.pk, held.sealed)
    added = ballot(poll, len(sums) - 1, chosen)
    try:
        with transaction.atomic():
            Voted.objects.create(mark=mark("poll", poll.pk, person.pk), poll=poll)
    except IntegrityError:
        raise AlreadyVoted(_("Vous avez déjà voté : un vote est secret et définitif.")) from None
    day = timezone.localdate(now, poll.zone)
    Turnout.objects.get_or_create(poll=poll, day=day)
    Turnout.objects.filter(poll=poll, day=day).update(voters=F("voters") + 1)
    held.sealed = urn.seal(poll.pk, [each + more for each, more in zip(sums, [1, *added], strict=True)])
    held.save(update_fields=["sealed"])


def ballot(poll: Poll, options: int, chosen: Sequence[int]) -> list[int]:
    """What it adds to each option: a vote, or of a ranking of n options n points to the first, 1 to the last (Borda).

    Raises Refused where it is not as the poll asks.
    """
    if len(set(chosen)) != len(chosen) or not all(0 <= each < options for each in chosen):
        raise Refused(_("Ce choix n’est pas possible ici : recommencez, s’il vous plaît."))
    added = [0] * options
    if poll.kind == Poll.Kind.RANKED:
        if len(chosen) != options:
            raise Refused(_("Classez toutes les propositions : chacune reçoit un rang."))
        for rank, position in enumerate(chosen):
            added[position] = options - rank
        return added
    if not 1 <= len(chosen) <= poll.most:
        raise Refused(_("Choisissez au moins une réponse, et pas plus que ce qui est demandé."))
    for position in chosen:
        added[position] = 1
    return added


@transaction.atomic
def withdraw(poll_id: int, by: Person | None = None) -> None:
    """No result, and what was voted is gone for good."""
    poll = locked(poll_id)
    if poll.state != State.PUBLISHED:
        return
    poll.state = State.WITHDRAWN
    poll.save(update_fields=["state"])
    trail.record("poll.withdrawn", by, commune=poll.commune_id, poll=poll.pk)
    forget(poll)
    poll.turnout.all().delete()
    telling.poll_withdrawn(poll)


def forget(poll: Poll) -> None:
    """Who has voted, and the sealed sums: once the poll is over nobody needs them."""
    Voted.objects.filter(poll=poll).delete()
    Urn.objects.filter(poll=poll).delete()


@transaction.atomic
def discard(poll_id: int) -> None:
    poll = locked(poll_id)
    if poll.state != State.DRAFT:
        raise Refused(_("Cette consultation est déjà publiée : retirez-la plutôt."))
    poll.delete()


def has_voted(poll: Poll, person: Person) -> bool:
    """Known until the poll is counted."""
    return Voted.objects.filter(pk=mark("poll", poll.pk, person.pk)).exists()


def locked(poll_id: int) -> Poll:
    return Poll.objects.select_for_update(of=("self",), no_key=True).get(pk=poll_id)


def move(gone: str, current: str) -> None:
    """A commune has become part of another: its polls are of the current one, by INSEE codes."""
    Poll.objects.filter(commune=gone).update(commune=current)
