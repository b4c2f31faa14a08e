"""The export of a commune: asked, made by the worker, kept sixty days for its officers, then erased."""

from __future__ import annotations

import csv
import io
import json
import tempfile
import uuid
import zipfile
from collections.abc import Iterator
from datetime import timedelta

from django.core import signing
from django.core.files import File
from django.core.files.storage import default_storage
from django.db import transaction
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from placette.notices.actions import notify
from placette.people.models import Person, Role
from placette.places import leaving
from placette.places.models import Commune
from placette.townhall.models import Export
from placette.trust import trail

KEPT = timedelta(days=60)
GIVEN_UP = timedelta(hours=2)  # after its eight attempts
SALT = "townhall.export"
FORMULA = ("=", "+", "-", "@", "\t", "\r")  # with which a spreadsheet takes a text for something to carry out


@transaction.atomic
def ask(commune: Commune, by: Person | None) -> Export:
    """The one that is being made already, or a new one. Whose job was given up is tried again: nothing else would be."""
    from placette.townhall import tasks

    now = timezone.now()
    asked, fresh = Export.objects.get_or_create(commune=commune, made_at=None, defaults={"asked_by": by})
    if fresh:
        trail.record("export.asked", by, commune=commune)
    elif now - asked.asked_at < GIVEN_UP:
        return asked
    else:
        Export.objects.filter(pk=asked.pk).update(asked_at=now)
    tasks.make_export.defer(export_id=asked.pk)
    return asked


def make(pk: int) -> Export | None:
    """Writes the ZIP to the storage, a part at a time. Doing it twice changes nothing."""
    asked = Export.objects.select_related("commune").filter(pk=pk, made_at=None).first()
    if asked is None:
        return None
    with tempfile.TemporaryFile() as file, translation.override("fr"):
        with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as packed:
            _pack(packed, asked.commune)
        size = file.tell()
        file.seek(0)
        name = default_storage.save(f"exports/{uuid.uuid4().hex}.zip", File(file))
    try:
        with transaction.atomic():  # made, and told: both or neither
            kept = _keep(asked, name, size)
    except BaseException:
        default_storage.delete(name)  # a file without its row would stay for ever, with the trail in it
        raise
    if not kept:
        default_storage.delete(name)  # a second job was faster
        return None
    asked.refresh_from_db()
    return asked


def forget_old() -> int:
    """Erases the files that have been kept long enough. How many."""
    gone = 0
    for old in Export.objects.filter(until__lt=timezone.now(), erased_at=None):
        default_storage.delete(old.file)
        gone += Export.objects.filter(pk=old.pk, erased_at=None).update(erased_at=timezone.now(), file="")
    return gone


def token(export: Export) -> str:
    return signing.dumps(export.pk, salt=SALT)


def of(signed: str) -> Export | None:
    """The export of a signed address, while it is kept."""
    try:
        pk = signing.loads(signed, salt=SALT, max_age=KEPT)
    except signing.BadSignature:
        return None
    return (
        Export.objects.select_related("commune")
        .filter(pk=pk, erased_at=None, until__gt=timezone.now())
        .first()
    )


def _keep(asked: Export, name: str, size: int) -> bool:
    now = timezone.now()
    mine = Export.objects.filter(pk=asked.pk, made_at=None)
    if not mine.update(made_at=now, until=now + KEPT, file=name, size=size):
        return False
    roles = Role.objects.filter(commune=asked.commune_id, name=Role.Name.OFFICER, until=None)
    officers = set(roles.values_list("person_id", flat=True))
    if asked.asked_by_id:
        officers.add(asked.asked_by_id)
    url = reverse("townhall:space_export_file", args=[token(asked)])
    notify(sorted(officers), "export_ready", url, f"export:{asked.pk}", commune=asked.commune.name)
    return True


def _pack(packed: zipfile.ZipFile, commune: Commune) -> None:
    names = []
    for table in _tables(commune):
        names.append(table.name)
        rows = [list(row) for row in table.rows]
        packed.writestr(f"{table.name}.csv", _csv(table.columns, rows))
        said = [dict(zip(table.columns, row, strict=True)) for row in rows]
        packed.writestr(f"{table.name}.json", json.dumps(said, ensure_ascii=False, indent=1))
    lost = []
    for room in leaving.pictures:
        for picture in room(commune):
            try:
                source = default_storage.open(picture.stored)
            except FileNotFoundError:  # one picture that is gone keeps nobody from the rest
                lost.append(picture.name)
                continue
            with source, packed.open(picture.name, "w") as target:
                while block := source.read(1 << 16):
                    target.write(block)
    packed.writestr("LISEZ-MOI.txt", _read_me(commune, names, lost))


def _tables(commune: Commune) -> Iterator[leaving.Table]:
    for room in leaving.tables:
        yield from room(commune)


def _csv(columns: object, rows: list[list[leaving.Cell]]) -> str:
    """UTF-8 with its mark and semicolons, as French spreadsheets open it; no cell is carried out as a formula."""
    file = io.StringIO()
    writer = csv.writer(file, delimiter=";")
    writer.writerow(columns)  # type: ignore[arg-type]
    writer.writerows([[_plain(cell) for cell in row] for row in rows])
    return "\ufeff" + file.getvalue()


def _plain(cell: leaving.Cell) -> leaving.Cell:
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(FORMULA) else cell


def _read_me(commune: Commune, names: list[str], lost: list[str]) -> str:
    said = [
        _("Export de l’espace Placette %(commune)s, fait le %(day)s.")
        % {"commune": commune.of_name, "day": f"{timezone.localtime():%d/%m/%Y}"},
        _("Chaque tableau est là deux fois : en CSV (UTF-8, point-virgule) et en JSON."),
        ", ".join(names),
        _(
            "Ce qui n’y est pas : les annonces, messages, trajets et achats des habitants. La commune achète, les habitants sont chez eux (article 9 de nos principes). Ils ont leur propre export."
        ),
        _("Aucun nombre ne porte sur moins de cinq personnes : la case est alors vide."),
    ]
    if lost:
        said.append(_("Ces images n’ont pas été retrouvées : %(names)s.") % {"names": ", ".join(lost)})
    return "\n\n".join(said) + "\n"
