from django.forms.renderers import TemplatesSetting


class Renderer(TemplatesSetting):
    """Draws every form field with our component."""
