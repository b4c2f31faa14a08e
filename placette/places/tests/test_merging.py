"""In a new edition Saint-Lys has become part of Fonsorbes."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from django.apps import apps
from django.utils import timezone

from placette.places import events, loader, queries, reach
from placette.places.loader.load import Gathered
from placette.places.loader.outlines import Outlines
from placette.places.loader.rows import Former
from placette.places.models import Adjacency, Commune, FormerCommune, Quarter, Space, Spelling, Waiting
from placette.places.sitemaps import CommuneSitemap

GONE, CURRENT = "31499", "31187"


def edition_without(gathered: Gathered, gone: str, current: str | None) -> Gathered:
    stay = [place for place, code in enumerate(gathered.shapes.codes) if code != gone]
    shapes = Outlines(
        [gathered.shapes.codes[place] for place in stay],
        gathered.shapes.shapes[stay],
        gathered.shapes.centres[stay],
    )
    formers = [replace(each, current=current) if each.current == gone else each for each in gathered.formers]
    if current:
        formers.append(Former(gone, "Saint-Lys", "saint-lys", current, "delegated", 9500))
    return replace(
        gathered,
        communes=[row for row in gathered.communes if row[0] != gone],
        formers=formers,
        shapes=shapes,
    )


@pytest.fixture
def merged(places, gathered) -> Callable[[], list[str]]:
    """Loads the new edition; returns what was said."""

    def load() -> list[str]:
        said: list[str] = []
        edition = edition_without(gathered, GONE, CURRENT)
        loader.store(edition)
        loader.retire(said.append, set(edition.codes))
        return said

    return load


def waiting_in(code: str, email: str, *, confirmed: bool) -> None:
    at = timezone.now() if confirmed else None
    Waiting.objects.create(commune_id=code, email=email, confirmed_at=at)


def test_its_page_leads_to_the_current_commune(merged, client):
    assert client.get("/c/31499-saint-lys/").status_code == 200

    said = merged()

    answer = client.get("/c/31499-saint-lys/")
    assert (answer.status_code, answer["Location"]) == (301, "/c/31187-fonsorbes/")
    assert said == ["Saint-Lys (31499) is no longer in the sources: now in Fonsorbes."]
    assert not Commune.objects.filter(code=GONE).exists()


def test_its_name_finds_the_current_commune(merged):
    merged()

    (found, *_) = queries.search("saint-lys")
    assert (found.commune.code, found.note) == (CURRENT, "Saint-Lys, aujourd’hui dans Fonsorbes")
    assert not Spelling.objects.filter(commune=GONE).exists()


def test_no_commune_touches_it_any_more_from_either_side(merged):
    assert GONE in reach.around(CURRENT)

    merged()

    pairs = set(Adjacency.objects.values_list("commune_id", "neighbour_id"))
    assert not any(GONE in pair for pair in pairs)
    assert all((theirs, ours) in pairs for ours, theirs in pairs)


def test_a_former_commune_of_it_leads_to_the_current_one(merged):
    FormerCommune.objects.create(
        code="31998", name="Cambernard", slug="cambernard", current_id=GONE, kind="associated"
    )

    merged()

    assert queries.current_of("31998").code == CURRENT


def test_its_space_and_its_quarters_go_along(merged):
    Space.objects.create(commune_id=GONE)
    for code in (GONE, CURRENT):
        Quarter.objects.create(commune_id=code, name="Le Bourg", slug="le-bourg")

    merged()

    assert queries.commune(CURRENT).is_open
    assert not Space.objects.filter(commune=GONE).exists()
    quarters = Quarter.objects.filter(commune=CURRENT).values_list("name", "slug")
    assert set(quarters) == {("Le Bourg", "le-bourg"), ("Le Bourg (Saint-Lys)", "le-bourg-31499")}


def test_its_contract_goes_along(merged):
    Space.objects.create(commune_id=GONE, state="contract", ends_on="2030-05-31", welcome="Bienvenue")

    merged()

    space = Space.objects.get(commune=CURRENT)
    assert (space.state, str(space.ends_on), space.welcome) == ("contract", "2030-05-31", "Bienvenue")


def test_the_better_of_two_spaces_stays(merged):
    Space.objects.create(commune_id=GONE, state="grace", ends_on="2031-01-01")
    Space.objects.create(commune_id=CURRENT, state="contract", ends_on="2030-05-31")

    merged()

    assert (Space.objects.get().state, str(Space.objects.get().ends_on)) == ("contract", "2030-05-31")


def test_a_space_that_the_town_hall_had_closed_opens_nothing(merged):
    now = timezone.now()
    Space.objects.create(commune_id=GONE, opened_at=now, closed_at=now, state="closed")

    merged()

    assert not queries.commune(CURRENT).is_open


def test_who_waits_goes_along_and_is_counted_once(merged):
    waiting_in(GONE, "rose@example.org", confirmed=True)
    waiting_in(GONE, "both@example.org", confirmed=True)
    waiting_in(CURRENT, "Both@example.org", confirmed=False)
    waiting_in(GONE, "late@example.org", confirmed=False)
    waiting_in(CURRENT, "late@example.org", confirmed=True)

    merged()

    assert queries.waiting_count(queries.commune(CURRENT)) == 3
    assert Waiting.objects.count() == 3


def test_other_rooms_move_what_is_theirs(merged, monkeypatch):
    heard = []
    monkeypatch.setattr(events, "merged", [lambda gone, current: heard.append((gone, current))])

    merged()

    assert heard == [(GONE, CURRENT)]


def test_while_something_names_it_it_is_kept_and_shown_nowhere(merged, monkeypatch, client):
    monkeypatch.setattr(events, "merged", [])  # no room moves its own
    rose = apps.get_model("people.Person").objects.create(email="rose@example.org")
    apps.get_model("people.Membership").objects.create(person=rose, commune_id=GONE)

    said = merged() + merged()

    assert len(said) == 2
    assert all("kept for what still names it" in sentence for sentence in said)
    assert client.get("/c/31499-saint-lys/")["Location"] == "/c/31187-fonsorbes/"
    assert GONE not in CommuneSitemap().items().values_list("code", flat=True)
    assert "Saint-Lys" not in [each.name for each in queries.community_page("200068641").communes]


def test_a_commune_of_which_the_sources_say_nothing_keeps_its_page_without_neighbours(
    places, gathered, client
):
    edition = edition_without(gathered, GONE, None)
    said: list[str] = []
    loader.store(edition)

    loader.retire(said.append, set(edition.codes))

    assert "do not say where it is now" in said[0]
    assert client.get("/c/31499-saint-lys/").status_code == 200
    assert reach.around(GONE) == {}


def test_a_commune_that_is_one_again_has_its_page_back(merged, gathered, client):
    merged()

    loader.store(gathered)

    assert client.get("/c/31499-saint-lys/").status_code == 200
    assert CURRENT in reach.around(GONE)
