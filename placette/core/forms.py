from django import forms
from django.forms.renderers import TemplatesSetting

from . import text


class Renderer(TemplatesSetting):
    """Draws every form and field with our components."""

    form_template_name = "core/forms/form.html"
    field_template_name = "core/forms/field.html"


class LineField(forms.CharField):
    """One line. Cleaned before anything is checked: what nobody could read is missing, and counts for no length."""

    def to_python(self, value: object) -> str:
        return text.one_line(super().to_python(value) or "")


class ParagraphField(forms.CharField):
    """Several lines, cleaned in the same way."""

    widget = forms.Textarea

    def to_python(self, value: object) -> str:
        return text.several_lines(super().to_python(value) or "")
