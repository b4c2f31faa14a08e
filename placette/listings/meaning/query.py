"""Meanings as PostgreSQL searches for them."""

from functools import reduce
from operator import and_, or_

from django.contrib.postgres.search import SearchQuery
from django.db.models import Q

from .asked import Meaning
from .things import name_of

SHORTEST_LIKE = 5  # letters: shorter words are like too many others


def by_words(meaning: Meaning, *, asking: bool = True) -> SearchQuery | None:
    """Any name of the things; or the words: both of two, the first and one more of many. None where nothing is said.

    `asking=False` turns an offer into the query for requests: there the first word is enough.
    """
    if meaning.things:
        return _any(meaning.names(asking=asking))
    if not meaning.words:
        return None
    first, *others = map(_words, meaning.words)
    if not others or not asking:
        return first
    return first & reduce(or_, others)


def all_words(meaning: Meaning, text: str) -> SearchQuery:
    """What a reader searches: any name of the things and all that is said of them, or all the words."""
    if meaning.things:
        return reduce(and_, map(_words, meaning.more), _any(meaning.names()))
    return reduce(and_, map(_words, meaning.words)) if meaning.words else _words(text)


def likely(meaning: Meaning, shortest: int = SHORTEST_LIKE) -> Q | None:
    """Each word, as a typing error of one in the annotation `plain`; None where a word is too short to tell."""
    if not meaning.words or min(map(len, meaning.words)) < shortest:
        return None
    return reduce(and_, (Q(plain__trigram_strict_word_similar=word) for word in meaning.words))


def _any(names: list[str]) -> SearchQuery:
    """The stemmer knows « échelles » but not « jeux »: plurals are asked for as well."""
    parts = _fewest([name.replace("-", " ") for name in names])
    return reduce(or_, map(_words, [*parts, *map(_plural, parts)]))


def _fewest(names: list[str]) -> list[str]:
    """Who asks for « échelle » need not ask for « échelle double »."""
    said = {frozenset(name_of(name)): name for name in reversed(names)}
    return [name for words, name in said.items() if not any(fewer < words for fewer in said)]


def _plural(name: str) -> str:
    return " ".join(word + ("x" if word.endswith(("au", "eu")) else "s") for word in name.split())


def _words(text: str) -> SearchQuery:
    return SearchQuery(text, config="placette_fr", search_type="plain")
