from django.forms.renderers import TemplatesSetting


class Renderer(TemplatesSetting):
    """Draws every form and field with our components."""

    form_template_name = "core/forms/form.html"
    field_template_name = "core/forms/field.html"
