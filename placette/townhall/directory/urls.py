from django.urls import path

from . import public_views, views

patterns = [
    path("mairie/annuaire/", views.directory, name="directory"),
    path("mairie/annuaire/import/<int:pk>/", views.preview, name="directory_import"),
    path("mairie/annuaire/import/<int:pk>/colonnes/", views.match, name="directory_match"),
    path("mairie/annuaire/import/<int:pk>/faire/", views.carry_out, name="directory_carry_out"),
    path("mairie/annuaire/import/<int:pk>/abandon/", views.give_up, name="directory_give_up"),
    path("mairie/annuaire/<slug:name>.csv", views.file, {"form": "csv"}, name="directory_csv"),
    path("mairie/annuaire/<slug:name>.xlsx", views.file, {"form": "xlsx"}, name="directory_xlsx"),
    path("mairie/annuaire/<slug:name>/<int:pk>/", views.entry, name="directory_entry"),
    path("mairie/annuaire/<slug:name>/<int:pk>/retirer/", views.remove, name="directory_remove"),
    path("c/<slug:key>/associations/", public_views.listed, {"name": "associations"}, name="associations"),
    path("c/<slug:key>/lieux/", public_views.listed, {"name": "lieux"}, name="lieux"),
    path(
        "donnees/<slug:code>/associations.csv",
        public_views.open_list,
        {"name": "associations"},
        name="open_associations",
    ),
    path("donnees/<slug:code>/lieux.csv", public_views.open_list, {"name": "lieux"}, name="open_lieux"),
    path(
        "donnees/associations.schema.json",
        public_views.open_schema,
        {"name": "associations"},
        name="schema_associations",
    ),
    path("donnees/lieux.schema.json", public_views.open_schema, {"name": "lieux"}, name="schema_lieux"),
]
