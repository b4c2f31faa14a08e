"""Where a form asks for photos: they are kept as soon as they have come, whatever else is wrong with it."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from placette.core import photos
from placette.core.text import one_line

from .actions import pending
from .models import PendingPhoto, Person

NAME = re.compile(r"\d{4}/\d\d/[0-9a-f]{32}")


@dataclass
class Chosen:
    """`photos` are pending and wait for their place; `removed` are names of photos that should go."""

    photos: list[PendingPhoto] = field(default_factory=list)
    removed: set[str] = field(default_factory=set)


@dataclass(frozen=True)
class Sent:
    uploads: list[Any]
    kept: list[str]
    removed: set[str]


@dataclass(frozen=True)
class Shown:
    name: str
    url: str
    pending: bool
    removed: bool


class PhotosInput(forms.FileInput):
    """The file input, below the photos that are there already, each with a box to remove it."""

    template_name = "people/photos_input.html"
    allow_multiple_selected = True

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Sent:
        kept = dict.fromkeys(_all(data, f"{name}_kept"))  # in their order, each once
        removed = set(_all(data, f"{name}_removed"))
        return Sent(
            [upload for upload in _all(files, name) if upload],
            [each for each in kept if NAME.fullmatch(each) and each not in removed],
            {each for each in removed if NAME.fullmatch(each)},
        )

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        return False  # a form without photos says that there are none

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        context = super().get_context(name, None, attrs)
        context["shown"] = value or []
        context["waiting"] = any(each.pending for each in context["shown"])
        return context


def _all(data: Any, name: str) -> list[Any]:
    """The API gives a mapping, a page gives a QueryDict."""
    if hasattr(data, "getlist"):
        return list(data.getlist(name))
    return [data[name]] if data and name in data else []


class PhotosField(forms.Field):
    """Gives Chosen. The form says whose photos they are, by `belongs_to`."""

    widget = PhotosInput

    def __init__(self, *, use: PendingPhoto.Use, at_most: int, **kwargs: Any) -> None:
        attrs = {"accept": "image/*"} | ({"multiple": True} if at_most > 1 else {})
        super().__init__(required=False, widget=PhotosInput(attrs=attrs), **kwargs)
        self.use, self.at_most = use, at_most
        self.owner: Person | None = None
        self.placed: list[str] = []
        self.digests: Mapping[str, str | None] = {}
        self.chosen = Chosen()

    def belongs_to(
        self, owner: Person, placed: Iterable[str] = (), digests: Mapping[str, str | None] | None = None
    ) -> None:
        """`placed`: names of photos that have a place already, and count. `digests`: of these, where known."""
        self.owner, self.placed, self.digests = owner, list(placed), digests or {}

    def clean(self, sent: Sent) -> Chosen:
        if self.owner is None:
            return self.chosen
        names = [name for name in sent.kept if name not in self.placed]
        if self.at_most == 1 and sent.uploads:  # the new one replaces the one before it
            pending.forget(pending.of(self.owner, self.use, names))
            names = []
        pending.forget(pending.of(self.owner, self.use, sent.removed))
        held = pending.held(self.owner, self.use, names)
        self.chosen = Chosen(held, sent.removed)
        wrong = self._keep(sent.uploads)
        if len(held) < len(names):
            wrong.append(str(pending.GONE))
        if wrong:
            raise ValidationError(wrong)
        return self.chosen

    def _keep(self, uploads: list[Any]) -> list[str]:
        """Keep what is good and has room; gives a sentence for each that is not."""
        assert self.owner
        wrong: list[str] = []
        stay = [name for name in self.placed if name not in self.chosen.removed]
        room = self.at_most - len(stay)
        there = {self.digests.get(name) for name in stay} | {photo.digest for photo in self.chosen.photos}
        for upload in uploads:
            if (digest := pending.digest_of(upload)) in there:  # the form was pressed twice
                continue
            if len(self.chosen.photos) >= room:
                wrong.append(
                    _("%(number)d photos au plus : les premières sont gardées.") % {"number": self.at_most}
                )
                break
            try:
                self.chosen.photos.append(pending.keep(self.owner, self.use, upload))
                there.add(digest)
            except photos.Refused as refused:
                named = {"file": one_line(upload.name)[:60], "trouble": refused}
                wrong.append(_("« %(file)s » : %(trouble)s") % named if self.at_most > 1 else str(refused))
        return wrong

    def prepare_value(self, value: Any) -> list[Shown]:
        width = (
            photos.PORTRAIT_WIDTHS[-1] if self.use == PendingPhoto.Use.PORTRAIT else photos.LISTING_WIDTHS[0]
        )
        waiting = [photo.name for photo in self.chosen.photos]
        return [
            Shown(name, photos.url(name, width), name in waiting, name in self.chosen.removed)
            for name in self.placed + waiting
        ]
