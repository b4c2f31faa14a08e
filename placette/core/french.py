"""French as the database searches it; the configuration and the function come with core's first migration."""

from django.db.models import CharField, F, Func


def vector(field: str) -> Func:
    """The words of a field, stemmed, without accents and stop words. Immutable: can be stored and indexed."""
    return Func(F(field), template="to_tsvector('placette_fr'::regconfig, %(expressions)s)")


def plain(field: str) -> Func:
    """A field in lower case without accents. Immutable: can be indexed, for typing errors by trigrams."""
    return Func(F(field), function="placette_plain", output_field=CharField())
