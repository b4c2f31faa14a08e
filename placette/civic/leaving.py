"""What the town hall and its residents have said to each other in public: it goes into the export, and is erased when the space is closed."""

from collections.abc import Iterable, Iterator
from itertools import chain

from django.core.files.storage import default_storage
from django.db.models import QuerySet
from django.urls import reverse

from placette.core import photos
from placette.notices import actions as notices
from placette.places.leaving import Picture, Table, letting_go
from placette.places.models import Commune

from .models import Announcement, Category, Idea, PartnerKey, Poll, Report
from .queries import polls


def tables(commune: Commune) -> Iterable[Table]:
    """What is public, and what the town hall wrote itself. Of residents no name; of a poll nothing where fewer than five voted."""
    yield Table(
        "actualites",
        ["numéro", "état", "niveau", "publiée le", "titre", "texte", "lieu", "à partir du", "jusqu’au", "commune du lieu", "latitude", "longitude"],
        [
            [a.pk, a.get_state_display(), a.get_level_display(), str(a.published_at or ""), a.title, a.text, a.place, str(a.starts_at or ""), str(a.ends_at or ""), a.held_in.name if a.held_in else "", a.latitude, a.longitude]
            for a in Announcement.objects.filter(commune=commune).select_related("held_in").order_by("pk")
        ],
    )  # fmt: skip
    asked = Poll.objects.filter(commune=commune).prefetch_related("options").order_by("pk")
    yield Table(
        "consultations",
        ["numéro", "état", "question", "ouverte le", "fermée le", "votants", "réponse", "voix ou points"],
        list(chain.from_iterable(_lines(poll) for poll in asked)),
    )
    yield Table(
        "signalements",
        ["numéro", "état", "catégorie", "signalé le", "texte", "adresse", "latitude", "longitude", "réponse"],
        [
            [r.pk, r.get_state_display(), r.category, str(r.created_at), r.text, r.address, r.latitude, r.longitude, r.reason]
            for r in _reports(commune.pk).order_by("pk")
        ],
    )  # fmt: skip
    yield Table(
        "idees",
        ["numéro", "état", "proposée le", "titre", "texte", "lieu", "soutiens", "réponse"],
        [
            [i.pk, i.get_state_display(), str(i.created_at), i.title, i.text, i.place, i.supports, i.answer]
            for i in _ideas(commune.pk).order_by("pk")
        ],
    )


def pictures(commune: Commune) -> Iterable[Picture]:
    for folder, shown in (
        ("actualites", Announcement.objects.filter(commune=commune)),
        ("signalements", _reports(commune.pk)),
        ("idees", _ideas(commune.pk)),
    ):
        for pk, name in shown.exclude(photo="").values_list("pk", "photo"):
            stored = photos.path(name, max(photos.LISTING_WIDTHS))
            if default_storage.exists(stored):  # one that was lost keeps nobody from the rest
                yield Picture(f"{folder}/{pk}.webp", stored)


def erase(code: str) -> None:
    """Announcements, polls, reports and ideas with their pictures, and what applications could read of them."""
    said = [
        (Announcement.objects.filter(commune=code), ("announcement",)),
        (Poll.objects.filter(commune=code), ("poll",)),
        (Report.objects.filter(commune=code), ("report", "desk_report")),
        (Idea.objects.filter(commune=code), ("idea", "desk_idea")),
    ]
    notices.erase(
        reverse(f"civic:{page}", args=[pk])
        for found, pages in said
        for pk in found.values_list("pk", flat=True)
        for page in pages
    )
    for model in (Announcement, Report, Idea):
        shown = model._default_manager.filter(commune=code).exclude(photo="")
        photos.delete_at_commit(shown.values_list("photo", flat=True))
    Report.objects.filter(commune=code, merged_into__isnull=False).delete()
    with letting_go():
        for found, _pages in said:
            found.delete()
    PartnerKey.objects.filter(commune=code).delete()
    Category.objects.filter(commune=code).delete()


def _lines(poll: Poll) -> Iterator[list[str | int | None]]:
    result = polls.result(poll)
    voters = result.voters if result else None
    scores = {line.option.pk: line.option.score for line in result.lines} if result else {}
    for option in poll.options.all():
        yield [
            poll.pk, poll.get_state_display(), poll.question, str(poll.opens_at), str(poll.closes_at), voters,
            option.text, scores.get(option.pk),
        ]  # fmt: skip


def _reports(code: str) -> QuerySet[Report]:
    return Report.objects.filter(commune=code, is_hidden=False)


def _ideas(code: str) -> QuerySet[Idea]:
    return Idea.objects.filter(commune=code, is_hidden=False)
