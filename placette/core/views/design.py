"""/design/: each component in each of its states, with the words that make it."""

from dataclasses import dataclass

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from .design_map import CELL, ROUTE


@dataclass(frozen=True)
class Face:
    display_name: str
    initials: str
    hue: int
    photo_url: str = ""


class Sample(forms.Form):
    name = forms.CharField(label="Prénom", max_length=60, help_text="Les voisins le lisent.")
    about = forms.CharField(
        label="Quelques mots", max_length=120, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    kind = forms.ChoiceField(
        label="De quoi s’agit-il ?",
        widget=forms.RadioSelect,
        choices=[("loan", "Prêt"), ("gift", "Don"), ("help", "Coup de main")],
    )
    quarter = forms.ChoiceField(
        label="Quartier", choices=[("", "Choisir"), ("a", "Centre-bourg"), ("b", "La Béouzo")]
    )
    agreed = forms.BooleanField(label="La mairie peut la voir aussi", required=False)
    photo = forms.FileField(label="Photo", required=False)


@require_safe
def design(request: HttpRequest) -> HttpResponse:
    context = {
        "faces": [
            Face(name, name[:1] + "M", hue)
            for hue, name in enumerate(("Jeanne M.", "Karim B.", "Odette S.", "Luc P.", "Rose A."))
        ],
        "form": Sample(initial={"kind": "loan"}),
        "wrong": Sample({"name": "", "quarter": ""}, prefix="wrong"),
        "page": {"previous_url": "?avant=1", "next_url": "?suite=2"},
        "tabs": [
            {"label": "Tout", "href": "#", "current": True, "count": 12},
            {"label": "Prêt", "href": "#"},
            {"label": "Don", "href": "#"},
        ],
        "rooms": ["lend", "ride", "buy", "meet", "townhall"],
        "kinds": ["primary", "secondary", "quiet", "danger"],
        "tones": ["neutral", "good", "warn", "bad", "info"],
        "drawings": [
            "square",
            "bench",
            "ladder",
            "letter",
            "handshake",
            "basket",
            "map",
            "lost",
            "door",
            "moon",
            "pellets",
            "crate",
            "roof",
            "houses",
        ],
        "route": ROUTE,
        "cell": CELL,
        "bars": [("Lundi", 24), ("Mardi", 60), ("Mercredi", 42), ("Jeudi", 80), ("Vendredi", 96)],
    }
    return render(request, "core/design.html", context)
