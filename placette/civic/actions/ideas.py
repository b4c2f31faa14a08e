"""An idea's life: written, supported, talked about, answered by the town hall."""

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from placette.civic.actions.refusals import Refused
from placette.civic.models import Comment, Idea, IdeaStep, Support
from placette.core import keys
from placette.notices import actions as notices
from placette.people.actions import pending
from placette.people.models import PendingPhoto, Person
from placette.places.models import Commune
from placette.trust import trail

State = Idea.State
# As the database keeps it.
NEXT: dict[str, tuple[str, ...]] = {
    State.PROPOSED: (State.STUDIED, State.ACCEPTED, State.DECLINED, State.DONE),
    State.STUDIED: (State.ACCEPTED, State.DECLINED, State.DONE),
    State.ACCEPTED: (State.DONE, State.DECLINED),
    State.DECLINED: (State.STUDIED, State.ACCEPTED),
    State.DONE: (),
}


@transaction.atomic
def write(
    commune: Commune,
    author: Person,
    *,
    picture: PendingPhoto | None = None,
    key: object = None,
    **fields: object,
) -> Idea:
    """Hers, which she supports. The same `key` and content twice are one.

    Raises photos.Refused where the photo has gone meanwhile.
    """
    sent = _key(key, commune, fields)
    idea = Idea(commune=commune, author=author, key=sent, **fields)
    try:
        with transaction.atomic():
            idea.save()
    except IntegrityError:
        if there := written(author, key, commune, **fields):
            return there
        raise
    if picture:
        idea.photo = pending.take(author, [picture.name])[0].name
        idea.save(update_fields=["photo"])
    Support.objects.create(idea=idea, person=author)
    return idea


def written(author: Person, key: object, commune: Commune, **fields: object) -> Idea | None:
    """What this form has already become, where it was pressed twice."""
    sent = _key(key, commune, fields)
    return Idea.objects.filter(author=author, key=sent).first() if sent else None


def _key(key: object, commune: Commune, fields: dict[str, object]) -> str | None:
    return keys.of(key, commune.pk, *(f"{name}={value}" for name, value in sorted(fields.items())))


def support(idea: Idea, person: Person) -> None:
    """Once, however often it is pressed."""
    Support.objects.bulk_create([Support(idea=idea, person=person)], ignore_conflicts=True)


def withdraw_support(idea: Idea, person: Person) -> None:
    Support.objects.filter(idea=idea, person=person).delete()


def comment(idea: Idea, author: Person, text: str, key: object = None) -> None:
    """The same `key` and text twice are one."""
    said = Comment(idea=idea, author=author, text=text, key=keys.of(key, idea.pk, text))
    Comment.objects.bulk_create([said], ignore_conflicts=True)


@transaction.atomic
def answer(idea_id: int, by: Person, state: str, note: str) -> None:
    """The town hall's word, with another state or the same; who supports it is told.

    Raises Refused where there is no word, or the state may not follow.
    """
    idea = locked(idea_id)
    if not note:
        raise Refused(_("Écrivez une réponse : ceux qui soutiennent l’idée la liront."))
    if state != idea.state and state not in NEXT[idea.state]:
        raise Refused(_("Cette idée a changé entre-temps : relisez-la, puis répondez."))
    told = state if state != idea.state else "answered"
    idea.state, idea.answer, idea.answered_at = State(state), note, timezone.now()
    idea.save(update_fields=["state", "answer", "answered_at"])
    step = IdeaStep.objects.create(idea=idea, state=state, note=note, by=by)
    people = set(idea.supporters.exclude(person=by).values_list("person_id", flat=True))
    facts = {"state": told, "title": idea.title, "note": note[:200]}
    notices.notify(people, "idea", idea.get_absolute_url(), f"idea:{idea.pk}:{step.pk}", **facts)


@transaction.atomic
def hide(idea_id: int, by: Person, hidden: bool) -> None:
    """It leaves the pages of residents, or comes back."""
    idea = locked(idea_id)
    if idea.is_hidden != hidden:
        idea.is_hidden = hidden
        idea.save(update_fields=["is_hidden"])
        trail.record("idea.hidden" if hidden else "idea.shown", by, commune=idea.commune_id, idea=idea.pk)


def hide_comment(comment: Comment, by: Person) -> None:
    Comment.objects.filter(pk=comment.pk).update(is_hidden=True)
    trail.record("comment.hidden", by, commune=comment.idea.commune_id, comment=comment.pk)


def locked(idea_id: int) -> Idea:
    return Idea.objects.select_for_update(of=("self",), no_key=True).get(pk=idea_id)


def move(gone: str, current: str) -> None:
    """A commune has become part of another: its ideas are of the current one, by INSEE codes."""
    Idea.objects.filter(commune=gone).update(commune=current)
