"""What people type, read as they mean it; every room's forms are made of these fields."""

import re
from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.renderers import TemplatesSetting
from django.http import HttpRequest
from django.utils import timezone
from django.utils.html import conditional_escape, escape
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy as _

from . import text
from .moments import NoSuchHour, on_the_clock

MAX_CENTS = 10_000_000
FARTHEST = timedelta(days=400)


class Renderer(TemplatesSetting):
    """Draws every form and field with our components."""

    form_template_name = "core/forms/form.html"
    field_template_name = "core/forms/field.html"

    def render(self, template_name: str, context: dict[str, Any], request: HttpRequest | None = None) -> str:
        if template_name in INPUTS:
            return _input(context["widget"])
        return super().render(template_name, context, request)


INPUTS = frozenset(
    f"django/forms/widgets/{kind}.html"
    for kind in (
        *("checkbox", "date", "datetime", "email", "file", "hidden", "input", "number", "password", "search"),
        *("tel", "text", "time", "url"),
    )
)


def _input(widget: dict[str, Any]) -> str:
    """What Django's templates draw for an <input>, at a tenth of their cost: a page has twenty."""
    attributes = {"type": widget["type"], "name": widget["name"]}
    if widget["value"] is not None:
        attributes["value"] = widget["value"]
    attributes |= widget["attrs"]
    drawn = (
        f" {escape(name)}" if value is True else f' {escape(name)}="{conditional_escape(value)}"'
        for name, value in attributes.items()
        if value is not False
    )
    return mark_safe(f"<input{''.join(drawn)}>")  # noqa: S308 - each part is escaped


class LineField(forms.CharField):
    """One line. Cleaned before anything is checked: what nobody could read is missing, and counts for no length."""

    def to_python(self, value: object) -> str:
        return text.one_line(super().to_python(value) or "")


class ParagraphField(forms.CharField):
    """Several lines, cleaned in the same way."""

    widget = forms.Textarea

    def to_python(self, value: object) -> str:
        return text.several_lines(super().to_python(value) or "")


class EurosField(forms.CharField):
    """« 12,50 » as integer cents; None where nothing is typed."""

    def prepare_value(self, value: Any) -> Any:
        return f"{value / 100:.2f}".replace(".", ",") if isinstance(value, int) else value

    def clean(self, value: Any) -> int | None:  # type: ignore[override]
        typed = re.sub(r"[\s€  ]", "", str(value or "")).replace(",", ".")
        if not typed:
            return None
        if not re.fullmatch(r"\d{1,7}(\.\d{1,2})?", typed):
            raise ValidationError(_("Écrivez un prix en euros, comme 12 ou 12,50."))
        cents = round(float(typed) * 100)
        if cents > MAX_CENTS:
            raise ValidationError(_("Ce prix dépasse 100 000 €."))
        return cents


class MomentField(forms.CharField):
    """A native date and time, on the clocks that are current; gives an instant."""

    widget = forms.DateTimeInput(attrs={"type": "datetime-local"})

    def prepare_value(self, value: Any) -> Any:
        """As a native field wants it."""
        return f"{timezone.localtime(value):%Y-%m-%dT%H:%M}" if isinstance(value, datetime) else value

    def clean(self, value: Any) -> datetime | None:  # type: ignore[override]
        typed = str(value or "").strip()
        if not typed:
            return None
        try:
            at = on_the_clock(datetime.fromisoformat(typed).replace(tzinfo=None))
        except NoSuchHour:
            raise ValidationError(
                _("Cette heure n’existe pas : on passe à l’heure d’été. Choisissez une heure plus tard.")
            ) from None
        except (ValueError, OverflowError):
            raise ValidationError(_("Choisissez un jour et une heure.")) from None
        if at > timezone.now() + FARTHEST:
            raise ValidationError(_("C’est trop loin : un an au plus.")) from None
        return at
