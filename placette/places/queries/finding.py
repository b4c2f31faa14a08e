"""From what people type to communes: a name, a postcode, a code, a whole address."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import SequenceMatcher

from django.contrib.postgres.search import TrigramSimilarity
from django.db.models import Case, F, FloatField, IntegerField, Q, QuerySet, Value, When
from django.db.models.functions import Ln
from django.utils.translation import gettext

from placette.places import names
from placette.places.models import Commune, Spelling

Kind = Spelling.Kind
NAMED = (Kind.NAME, Kind.FORMER, Kind.DISTRICT)
POSTCODE = re.compile(r"(?<![\w-])(\d{5})(?![\w-])")
DEPARTMENT = re.compile(r"(.*\w)[\s,(]+(\d{2}|2[abAB]|9[78]\d)\)?\s*")
BRACKETED = re.compile(r"([^(),]*\w)\s*\((\d{2}|2[abAB]|9[78]\d)\)")
DEPARTMENT_NAME = re.compile(r"([^(),]*\w)\s*[(,]\s*([^(),]*\w)\s*\)?\s*")
CEDEX = re.compile(r"\bcedex\b(\s*\d+\b)?", re.IGNORECASE)
GLUED = re.compile(r"(ste?)(?=\w{3})")  # « stlys »
STREETS = re.compile(
    r"\b(rue|avenue|av|boulevard|bd|place|pl|chemin|ch|impasse|imp|allees?|route|rte|quai|square|cours|lotissement"
    r"|residence|lieu dit|passage|sentier|venelle|faubourg|esplanade|promenade|hameau|rond point)\b"
)
PLACED = [f"commune__{each}" for each in ("code", "name", "department_code", "latitude", "longitude")]
LONGEST_NAME = 9  # words: « Saint-Remy-en-Bouzemont-Saint-Genest-et-Isson »
ENOUGH = 3  # with fewer, what was typed may hold an error
AS_LIKELY_AS = 0.02  # a commune e times larger makes up for this much less likeness


@dataclass(frozen=True)
class Found:
    """A commune, and what was typed when that was not its name."""

    commune: Commune
    kind: str
    label: str

    @property
    def title(self) -> str:
        """The name of the commune: « Paris, 11e arrondissement » where that is what was typed."""
        name = self.commune.name
        return self.label.replace(f"{name} ", f"{name}, ", 1) if self.is_district else name

    @property
    def is_district(self) -> bool:
        return self.kind == Kind.DISTRICT or self.label.endswith(" arrondissement")

    @property
    def note(self) -> str:
        """« Sarrant, aujourd’hui dans … », or nothing."""
        if self.is_district:
            return ""
        if self.kind == Kind.CODE and self.label == self.commune.code:
            return gettext("code INSEE %(code)s") % {"code": self.label}
        if self.kind in {Kind.FORMER, Kind.CODE}:
            return gettext("%(former)s, aujourd’hui dans %(name)s") % {
                "former": self.label,
                "name": self.commune.name,
            }
        return ""


def search(text: str, limit: int = 8) -> list[Found]:
    """The communes that `text` most likely means, best first.

    Exact names before beginnings, before words inside, before likeness; larger communes first among equals.
    One to four queries, seven for what is nowhere, by spelling_prefix and spelling_words, with each space.
    """
    text = text[: names.LONGEST].strip()
    if len(names.key(text)) < 2:
        return []
    return (
        _in_department(text, limit)
        or _at_postcode(text, limit)
        or _named(names.plain(text), limit, in_street=bool(STREETS.search(" ".join(names.words(text)))))
    )


def named(text: str, limit: int) -> list[Found]:
    """The communes that bear this very name, « Muret » or « Saint-Denis (93) », the largest first: of those `search` finds
    the same first. None where it has to look further. One query, by spelling_prefix, without spaces.
    """
    typed = BRACKETED.fullmatch(text.strip()[: names.LONGEST])
    key = names.key(typed[1] if typed else text)
    if len(key) < 2:
        return []
    bearing = Spelling.objects.filter(key=key, kind=Kind.NAME).order_by("-population")
    if typed:
        bearing = bearing.filter(commune__department_code=typed[2].upper())
    return _once(bearing.select_related("commune").only("kind", "label", *PLACED)[:limit], limit)


def _in_department(text: str, limit: int) -> list[Found]:
    """« Beaulieu 63 », « Saint-Denis (974) », « Saint-Denis (La Réunion) »."""
    if typed := DEPARTMENT.fullmatch(text):
        if names.key(typed[1]) in names.CITIES_WITH_DISTRICTS:
            return []
        here = Spelling.objects.filter(commune__department_code=typed[2].upper())
        return _beginning(names.plain(typed[1]), here, limit)
    if typed := DEPARTMENT_NAME.fullmatch(text):
        department = names.key(typed[2])
        found = _beginning(names.plain(typed[1]), Spelling.objects.all(), 40)
        return [each for each in found if names.key(each.commune.department_name) == department][:limit]
    return []


def _at_postcode(text: str, limit: int) -> list[Found]:
    """« 12 rue du Stade 31470 Fonsorbes »: the commune at the end, or else those of the postcode, the named ones first."""
    typed = POSTCODE.search(text)
    rest = names.plain(CEDEX.sub(" ", POSTCODE.sub(" ", text)))
    if not typed or not rest:
        return []
    spellings = _with_commune(Spelling.objects.filter(key=typed[1], kind=Kind.POSTCODE))
    at_code = sorted(
        _once(spellings, 100), key=lambda found: (-_named_in(rest, found), -found.commune.population)
    )
    last = [found for found in at_code if f" {rest}".endswith(f" {names.plain(found.commune.name)}")]
    return last[:1] or at_code[:limit] or _named(rest, limit, in_street=True)


def _named_in(rest: str, found: Found) -> float:
    """How surely an address names it: by the length of the name, or how like it the end is (0 to 1)."""
    name = names.plain(found.commune.name)
    if f" {rest} ".find(f" {name} ") >= 0:
        return 1 + len(name)
    likeness = SequenceMatcher(None, rest[-len(name) :], name, autojunk=False).ratio()
    return round(likeness, 1) if likeness > 0.7 else 0


def _named(plain: str, limit: int, *, in_street: bool) -> list[Found]:
    found = _beginning(plain, Spelling.objects.all(), limit) or _unglued(plain, limit)
    if in_street:
        return found or _ending(plain, limit)
    exact = any(names.key(each.label) == plain.replace(" ", "") for each in found)
    if len(found) < limit:
        found = _merge(found, _inside(plain, limit), limit)
    if len(found) < ENOUGH and not exact:
        found = _merge(found, _alike(plain, limit), limit)
    return found or _ending(plain, limit)


def _beginning(plain: str, among: QuerySet[Spelling], limit: int) -> list[Found]:
    key = plain.replace(" ", "")
    rank = Case(
        When(key=key, kind__in=(Kind.NAME, Kind.POSTCODE), then=0),
        When(key=key, then=1),
        default=2,
        output_field=IntegerField(),
    )
    spellings = among.filter(key__startswith=key).annotate(rank=rank).order_by("rank", "-population", "key")
    found = _once(_with_commune(spellings)[: limit * 4], limit)
    if not key.isdigit() or any(each.kind == Kind.CODE for each in found):
        return found
    # A postcode of many communes must not hide the one whose INSEE code it is.
    codes = _once(_with_commune(among.filter(key=key, kind=Kind.CODE)), 1)
    return _merge(found[: limit - len(codes)], codes, limit)


def _inside(plain: str, limit: int) -> list[Found]:
    """« roses » for L’Haÿ-les-Roses, « germain en laye » for Saint-Germain-en-Laye."""
    rare = names.rare(plain)
    if len(rare) < 4:
        return []
    spellings = Spelling.objects.filter(~Q(rare=""), rare__contains=rare).order_by(
        Case(When(rare=rare, then=0), default=1), "-population"
    )
    return _once(_with_commune(spellings)[: limit * 4], limit)


def _alike(plain: str, limit: int) -> list[Found]:
    """« fonsobres » for Fonsorbes, « monpelier » for Montpellier."""
    likeness = TrigramSimilarity("plain", plain) + AS_LIKELY_AS * Ln(
        F("population") + Value(1), output_field=FloatField()
    )
    spellings = (
        Spelling.objects.filter(~Q(rare=""), rare__trigram_similar=names.rare(plain))
        .annotate(likeness=likeness)
        .order_by("-likeness")
    )
    return _once(_with_commune(spellings)[: limit * 4], limit)


def _ending(plain: str, limit: int) -> list[Found]:
    """« 3 place de la mairie Saint-Lys »: the longest name that ends the text, or one like its last words."""
    words = plain.split()
    endings = ["".join(words[-count:]) for count in range(1, min(len(words), LONGEST_NAME) + 1)]
    spellings = Spelling.objects.filter(key__in=endings, kind__in=NAMED).order_by("kind", "-population")
    longest = sorted(_with_commune(spellings), key=lambda spelling: -len(spelling.key))
    found = _once((each for each in longest if len(each.key) == len(longest[0].key)), limit)
    for count in (3, 2, 1):
        if not found and len(words) > count:
            found = _alike(" ".join(words[-count:]), limit)
    return found


def _unglued(plain: str, limit: int) -> list[Found]:
    glued = GLUED.match(plain)
    if not glued:
        return []
    return _beginning(names.ABBREVIATIONS[glued[1]] + plain[glued.end() :], Spelling.objects.all(), limit)


def _with_commune(spellings: QuerySet[Spelling]) -> QuerySet[Spelling]:
    return spellings.select_related("commune__space")


def _once(spellings: Iterable[Spelling], limit: int) -> list[Found]:
    """The first spelling of each commune."""
    best: dict[str, Found] = {}
    for spelling in spellings:
        best.setdefault(spelling.commune_id, Found(spelling.commune, spelling.kind, spelling.label))
    return list(best.values())[:limit]


def _merge(first: list[Found], then: list[Found], limit: int) -> list[Found]:
    known = {found.commune.code for found in first}
    return [*first, *(found for found in then if found.commune.code not in known)][:limit]
