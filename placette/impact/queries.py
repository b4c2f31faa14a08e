"""Reading the ledger. Whatever is returned may be shown: figures about too few people are already gone."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Aggregate, Count, F, FloatField, Q, Sum

from .models import Exchange, RequestAsked
from .suppression import fewest_people, shown

RIDES, PURCHASES = Q(kind="ride"), Q(kind="purchase")


@dataclass(frozen=True)
class Figures:
    """The first figures of every dashboard. None: about fewer than five people, so not shown."""

    requests: int | None
    answered_share: float | None  # 0 to 1
    first_answer: timedelta | None  # median, of the requests that were answered
    exchanges: int | None
    ties: int | None
    minutes: int | None
    euros_saved_cents: int | None
    # Of rides alone: so about those who rode together.
    rides: int | None = None
    metres: int | None = None
    co2_grams: tuple[int, int] | None = None  # from, to
    # Of grouped purchases alone: what each took counts once.
    purchases: int | None = None
    purchases_saved_cents: int | None = None


def figures(communes: Collection[str], since: datetime, until: datetime) -> Figures:
    """What happened in these communes from `since` up to `until`, excluded. Two queries, on
    request_commune_day and exchange_commune_day (and the index of other_commune).

    An exchange between two of the communes counts once.
    """
    asked = RequestAsked.objects.filter(
        commune__in=communes, asked_at__gte=since, asked_at__lt=until
    ).aggregate(
        requests=Count("id"),
        answered=Count("first_answer_at"),
        people=Count("asker", distinct=True),
        answered_people=Count("asker", distinct=True, filter=Q(first_answer_at__isnull=False)),
        median=_MedianSeconds(F("first_answer_at") - F("asked_at")),
    )
    done = Exchange.objects.filter(
        Q(commune__in=communes) | Q(other_commune__in=communes), done_at__gte=since, done_at__lt=until
    ).aggregate(
        exchanges=Count("id"),
        ties=Count("tie", distinct=True),
        minutes=Sum("minutes", default=0),
        euros=Sum("euros_saved_cents", default=0),
        rides=Count("id", filter=RIDES),
        riding=Count("tie", distinct=True, filter=RIDES),
        metres=Sum("metres", default=0),
        low=Sum("co2_grams_low", default=0),
        high=Sum("co2_grams_high", default=0),
        purchases=Count("id", filter=PURCHASES),
        buying=Count("tie", distinct=True, filter=PURCHASES),
        bought=Sum("euros_saved_cents", filter=PURCHASES, default=0),
    )
    people, riding = fewest_people(done["ties"]), fewest_people(done["riding"])
    buying = fewest_people(done["buying"])
    share = asked["answered"] / asked["requests"] if asked["requests"] else None
    median = timedelta(seconds=asked["median"]) if asked["median"] is not None else None
    return Figures(
        requests=shown(asked["requests"], asked["people"]),
        answered_share=shown(share, asked["people"]),
        first_answer=shown(median, asked["answered_people"]),
        exchanges=shown(done["exchanges"], people),
        ties=shown(done["ties"], people),
        minutes=shown(done["minutes"], people),
        euros_saved_cents=shown(done["euros"], people),
        rides=shown(done["rides"], riding),
        metres=shown(done["metres"], riding),
        co2_grams=shown((done["low"], done["high"]), riding),
        purchases=shown(done["purchases"], buying),
        purchases_saved_cents=shown(done["bought"], buying),
    )


def saved_by_purchases(communes: Collection[str]) -> int | None:
    """Cents that grouped purchases have saved since the first of them. One query, on the two indexes of communes."""
    found = Exchange.objects.filter(
        PURCHASES, Q(commune__in=communes) | Q(other_commune__in=communes)
    ).aggregate(cents=Sum("euros_saved_cents", default=0), ties=Count("tie", distinct=True))
    return shown(int(found["cents"]), fewest_people(found["ties"]))


class _MedianSeconds(Aggregate):
    """Of durations; those that are null do not count."""

    name = "MedianSeconds"
    template = "percentile_cont(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM %(expressions)s))"
    output_field = FloatField()
