"""A commune has become part of another, and its town hall's papers go along."""

from django.db.models import Exists, Model, OuterRef, Q

from placette.townhall.models import Contract, Export, Opening, Quote, Reminder, Step
from placette.trust import trail

OPEN = Q(state__in=[Opening.State.CODE, Opening.State.QUEUED])


def move(gone: str, current: str) -> None:
    """By INSEE codes, after its space has moved (places.merging). Done twice, it changes nothing more."""
    _end_the_shorter_contracts(gone, current)
    _drop_what_is_there(Opening, gone, current, OPEN, "person")
    _make_one_export(gone, current)
    _drop_what_is_there(Reminder, gone, current, Q(), "ends_on", "days")
    _drop_what_is_there(Step, gone, current, Q(), "name")
    for model in (Quote, Contract, Opening, Export, Reminder, Step):
        model.objects.filter(commune=gone).update(commune=current)


def _end_the_shorter_contracts(gone: str, current: str) -> None:
    """Of two for the same days the one that lasts longer stays, as its space did; the other is named in the trail."""
    for theirs in Contract.objects.filter(commune=gone).order_by("starts_on"):
        there = Contract.objects.filter(
            commune=current, starts_on__lte=theirs.ends_on, ends_on__gte=theirs.starts_on
        )
        longer = there.filter(ends_on__gte=theirs.ends_on).exists()
        for ended in [theirs] if longer else list(there):
            trail.record("contract.absorbed", None, commune=current, number=ended.number)
            ended.delete()


def _make_one_export(gone: str, current: str) -> None:
    """The one that is being made there holds all of both; who asked for the other is told of it, where nobody else is."""
    theirs = Export.objects.filter(commune=gone, made_at=None).first()
    there = Export.objects.filter(commune=current, made_at=None)
    if theirs is not None and there.exists():
        there.filter(asked_by=None).update(asked_by=theirs.asked_by_id)
        theirs.delete()


def _drop_what_is_there(model: type[Model], gone: str, current: str, which: Q, *same: str) -> None:
    """Rows of the one of which the other has the same: the database keeps one."""
    there = model._default_manager.filter(which, commune=current, **{name: OuterRef(name) for name in same})
    model._default_manager.filter(Exists(there), which, commune=gone).delete()
