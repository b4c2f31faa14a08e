"""One line of the directory, corrected by hand: each field is checked as the cell of a list would be."""

from __future__ import annotations

from typing import Any

from django import forms

from placette.core.forms import LineField
from placette.townhall.models import Association, Facility

from . import cells
from .judging import be_near
from .kinds import Column, Kind

# How a telephone helps to type it; what is long has room.
WIDGETS: dict[str, dict[str, str]] = {
    "phone": {"inputmode": "tel"}, "email": {"inputmode": "email"}, "website": {"inputmode": "url"},
    "latitude": {"inputmode": "decimal"}, "longitude": {"inputmode": "decimal"},
}  # fmt: skip
LONG = 250


class EntryForm(forms.Form):
    """Its `cleaned_data` are values of the model."""

    def __init__(self, *args: Any, kind: Kind, entry: Association | Facility, **kwargs: Any) -> None:
        """Wants `entry.commune`."""
        super().__init__(*args, **kwargs)
        self.kind, self.commune = kind, entry.commune
        for column in kind.columns:
            self.fields[column.name] = _field(kind, column, getattr(entry, column.name))

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        for column in self.kind.columns:
            if column.name not in said:
                continue
            try:
                said[column.name] = column.clean(cells.plain(said[column.name]), self.commune.pk)
            except cells.Refused as refused:
                self.add_error(column.name, str(refused))
        if "latitude" in said and "longitude" in said and not self.errors:
            try:
                be_near(said, self.commune)
            except cells.Refused as refused:
                self.add_error("latitude", str(refused))
        return said


def _field(kind: Kind, column: Column, value: object) -> LineField:
    most = getattr(kind.model._meta.get_field(column.name), "max_length", None)
    attrs: dict[str, Any] = {"autocomplete": "off"} | WIDGETS.get(column.name, {})
    widget = (
        forms.Textarea(attrs=attrs | {"rows": 4}) if most and most > LONG else forms.TextInput(attrs=attrs)
    )
    return LineField(
        label=str(column.label),
        required=column.required,
        max_length=most,
        widget=widget,
        initial="" if value is None else str(value),
    )
