"""Writing the ledger. Every entry has a source and is written once, whatever is retried or raced."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Exists, F, OuterRef
from django.db.models.functions import Greatest

from . import rides
from .models import Arrival, Event, Exchange, Key, RequestAsked, Sheet, Visit


def record_request(
    source: str, kind: str, commune_code: str, asked_at: datetime, by: int | None = None
) -> None:
    """Somebody asked. `by`, her id, is kept as a keyed hash; without it she does not count as a person."""
    asker = _hidden([by]) if by is not None else None
    RequestAsked.objects.bulk_create(
        [RequestAsked(source=source, kind=kind, commune_id=commune_code, asked_at=asked_at, asker=asker)],
        ignore_conflicts=True,
    )


def record_first_answer(source: str, at: datetime) -> None:
    """Somebody answered the request. Only the first answer counts."""
    RequestAsked.objects.filter(source=source, first_answer_at=None).update(
        first_answer_at=Greatest(F("asked_at"), at)
    )


def record_exchange(
    source: str,
    kind: str,
    commune_code: str,
    other_commune_code: str,
    done_at: datetime,
    minutes: int,
    euros_saved_cents: int,
    people: tuple[int, int],
) -> None:
    """Two people did something together. `minutes` and `euros_saved_cents` come from methods.py."""
    Exchange.objects.bulk_create(
        [
            Exchange(
                source=source,
                kind=kind,
                commune_id=commune_code,
                other_commune_id=other_commune_code,
                done_at=done_at,
                minutes=minutes,
                euros_saved_cents=euros_saved_cents,
                tie=_hidden(sorted(people)),
                people=_each_hidden(people),
            )
        ],
        ignore_conflicts=True,
    )


def record_ride(
    source: str,
    commune_code: str,
    other_commune_code: str,
    done_at: datetime,
    metres: int,
    detour_metres: int,
    seats: int,
    share_cents: int,
    would_have_driven: bool | None,
    people: tuple[int, int],
) -> None:
    """Two people rode together, as both have confirmed; rides.py says what that spares. `metres` on the road, together."""
    spared = rides.spared(done_at.date(), metres, detour_metres, seats, share_cents, would_have_driven)
    Exchange.objects.bulk_create(
        [
            Exchange(
                source=source,
                kind="ride",
                commune_id=commune_code,
                other_commune_id=other_commune_code,
                done_at=done_at,
                metres=spared.metres,
                co2_grams_low=spared.co2_grams_low,
                co2_grams_high=spared.co2_grams_high,
                euros_saved_cents=spared.together_cents,
                tie=_hidden(sorted(people)),
                people=_each_hidden(people),
            )
        ],
        ignore_conflicts=True,
    )


@dataclass(frozen=True)
class Purchase:
    """What one person took in a grouped purchase. `people`: who organised it and she; None where it was herself."""

    source: str
    commune: str
    other_commune: str
    euros_saved_cents: int
    people: tuple[int, int] | None


def record_purchases(purchases: Iterable[Purchase], done_at: datetime) -> None:
    """All of a grouped purchase; methods.py says what counts as saved. A statement for two thousand of them."""
    key = _key()
    Exchange.objects.bulk_create(
        [
            Exchange(
                source=each.source,
                kind="purchase",
                commune_id=each.commune,
                other_commune_id=each.other_commune,
                done_at=done_at,
                euros_saved_cents=each.euros_saved_cents,
                tie=_hidden(sorted(each.people), key) if each.people else None,
                # Who bought: whoever organised it has saved nothing by this part.
                people=_each_hidden(each.people[1:], key) if each.people else None,
            )
            for each in purchases
        ],
        batch_size=2000,
        ignore_conflicts=True,
    )


def record_event(source: str, commune_code: str, starts_at: datetime) -> None:
    """The town hall has announced an event, or moved it. It counts on its day, as long as it is not forgotten."""
    Event.objects.update_or_create(
        source=source, defaults={"commune_id": commune_code, "starts_at": starts_at}
    )


def forget_event(source: str) -> None:
    """It does not take place, or is no event any more."""
    Event.objects.filter(source=source).delete()


def _each_hidden(people: Iterable[int], key: bytes | None = None) -> list[UUID]:
    """Each of them alone: who asks and who takes part has the same hash, so that she counts as one."""
    return sorted(hash_of(person, key) for person in people)


def hash_of(person: int, key: bytes | None = None) -> UUID:
    """The keyed hash under which the ledger counts her. `key`, where it was read already."""
    return UUID(bytes=_hidden([person], key))


def ledger_key() -> bytes:
    """Read once by who hashes many."""
    return _key()


def _hidden(people: list[int], key: bytes | None = None) -> bytes:
    """16 bytes that are the same for the same people and tell nobody who they are. `key`, where it was read already."""
    text = "-".join(str(person) for person in people)
    return hashlib.blake2b(text.encode(), key=key or _key(), digest_size=16).digest()


def _key() -> bytes:
    key = Key.objects.first()
    if key is None:
        Key.objects.bulk_create([Key()], ignore_conflicts=True)
        key = Key.objects.get()
    return bytes(key.secret)


def move(gone: str, current: str) -> None:
    """A commune has become part of another: its lines count for the current one, by INSEE codes."""
    # What was shown of it stands no longer beside what holds the same lines now.
    Sheet.objects.filter(commune=gone).delete()
    Exchange.objects.filter(commune=gone).update(commune=current)
    Exchange.objects.filter(other_commune=gone).update(other_commune=current)
    RequestAsked.objects.filter(commune=gone).update(commune=current)
    Arrival.objects.filter(commune=gone).update(commune=current)
    Event.objects.filter(commune=gone).update(commune=current)
    twice = Visit.objects.filter(commune=current, week=OuterRef("week"), person=OuterRef("person"))
    Visit.objects.filter(Exists(twice), commune=gone).delete()
    Visit.objects.filter(commune=gone).update(commune=current)
