import pytest
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from placette.places import queries
from placette.places.models import Commune, Space
from placette.places.views import finding


def codes(text, limit=8):
    return [found.commune.code for found in queries.search(text, limit)]


@pytest.mark.parametrize(
    "typed",
    ["fonsorbes", "FONSORBES", "fonsorb", "fonsobres", "Fonsorbes 31470", "Fonsorbes (31)", "31187"],
)
def test_finds_fonsorbes_however_it_is_typed(places, typed):
    assert codes(typed)[0] == "31187"


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("st lys", "31499"),
        ("stlys", "31499"),
        ("Saint Lis", "31499"),
        ("ste foy de peyrolieres", "31481"),
        ("union", "31561"),
        ("plaisance touch", "31424"),
        ("2A004", "2A004"),
        ("2a004", "2A004"),
        ("Saint-Pierre (975)", "97502"),
        ("saint pierre (Saint-Pierre-et-Miquelon)", "97502"),
    ],
)
def test_forgives_abbreviations_articles_and_missing_words(places, typed, code):
    assert codes(typed)[0] == code


def test_a_postcode_gives_all_its_communes_the_largest_first(places):
    found = codes("31470")

    assert found[:2] == ["31187", "31499"]
    of_postcode = set(Commune.objects.filter(postcodes__contains=["31470"]).values_list("code", flat=True))
    assert set(found[:-1]) <= of_postcode
    assert found[-1] == "31470", "the commune of this INSEE code is not hidden by the postcode"


@pytest.mark.parametrize("typed", ["Paris 12", "paris 12e arrondissement", "75112", "75012", "Paris"])
def test_an_arrondissement_leads_to_its_city(places, typed):
    found = queries.search(typed)

    assert found[0].commune.code == "75056"


def test_says_what_a_former_commune_has_become(places):
    arbignieu = queries.search("arbignieu")[0]

    assert arbignieu.commune.name == "Arboys en Bugey"
    assert arbignieu.note == "Arbignieu, aujourd’hui dans Arboys en Bugey"
    assert queries.search("fonsorbes")[0].note == ""


@pytest.mark.parametrize("typed", ["Paris 12", "75112", "paris 12e arrondissement"])
def test_says_which_arrondissement_it_has_understood(places, typed):
    assert queries.search(typed)[0].title == "Paris, 12e arrondissement"
    assert queries.search("Paris")[0].title == "Paris"


@pytest.mark.parametrize(
    ("typed", "code"),
    [("12 rue du Stade 31470 Fonsorbes", "31187"), ("12 rue de Fonsorbes 31470 Saint-Lys", "31499")],
)
def test_a_whole_address_is_of_one_commune(places, typed, code):
    assert codes(typed) == [code]


def test_says_in_the_list_that_nothing_bears_this_name(places, client):
    page = client.get(reverse("places:suggest"), {"q": "xqzwkj"}).content.decode()

    assert "Aucune commune à ce nom. Essayez le code postal." in page
    assert "data-url" not in page


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("12 rue du Stade 31470 Fonsorbes", "31187"),
        ("12, rue du stade, 31470 fonsorbe", "31187"),
        ("3 place de la mairie Saint-Lys", "31499"),
        ("3 place de la mairie, st lys", "31499"),
        ("8 bd de la Liberté, Plaisance-du-Touch", "31424"),
        ("10 rue de Paris 31470 Saint-Lys", "31499"),
        ("5 avenue du 11 novembre 31000 Toulouse cedex 6", "31555"),
    ],
)
def test_finds_the_commune_at_the_end_of_an_address(places, typed, code):
    assert codes(typed)[0] == code


@pytest.mark.parametrize(
    "typed", ["", " ", "z", "%", "'; DROP TABLE places_commune; --", "\x00", "٣٣", "🙂🙂"]
)
def test_finds_nothing_in_nothing(places, typed):
    assert codes(typed) == []


def test_exact_comes_before_larger(places):
    first = queries.search("saint-jean")[0].commune

    assert first.name == "Saint-Jean"


@given(typed=st.text(max_size=300))
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_never_fails_and_never_repeats(places, typed):
    found = codes(typed, 5)

    assert len(found) == len(set(found)) <= 5


def test_asks_the_database_a_few_times_at_most(places, django_assert_max_num_queries):
    Space.objects.create(commune_id="31187")
    for typed in ("fonsorbes", "fonsobres", "31470", "12 rue du Stade 31470 Fonsorbes", "3 rue inconnue xyz"):
        with django_assert_max_num_queries(7):
            assert all(found.commune.is_open in {True, False} for found in queries.search(typed))


def test_suggests_options_to_the_combobox(places, client, django_assert_max_num_queries):
    with django_assert_max_num_queries(3):
        page = client.get(reverse("places:suggest"), {"q": "saint"}).content.decode()

    assert page.count('role="option"') == 8
    assert 'data-url="/c/' in page


def test_answers_without_javascript(places, client):
    page = client.get(reverse("places:search"), {"q": "31470"}).content.decode()

    assert 'href="/c/31187-fonsorbes/"' in page
    assert "<h1>" in page


def test_says_kindly_that_nothing_was_found(places, client):
    answer = client.get(reverse("places:search"), {"q": "<script>alert(1)</script>"})

    assert answer.status_code == 200
    assert "Nous ne trouvons pas" in answer.content.decode()
    assert "<script>alert" not in answer.content.decode()


@pytest.mark.parametrize("typed", ["x" * 10_000, "\x00fonsorbes", "‮fons", "<b>", "'"])
def test_bad_input_is_never_an_error(places, client, typed):
    assert client.get(reverse("places:search"), {"q": typed}).status_code == 200
    assert client.get(reverse("places:suggest"), {"q": typed}).status_code == 200


def test_who_asks_too_often_waits_a_minute_and_keeps_what_was_typed(client, places, monkeypatch):
    monkeypatch.setattr(finding, "SEARCHES_A_MINUTE", 2)
    search, suggest = reverse("places:search"), reverse("places:suggest")
    assert [client.get(address, {"q": "fonsorbes"}).status_code for address in (search, suggest)] == [
        200,
        200,
    ]

    page = client.get(search, {"q": "fonsorbes"})
    options = client.get(suggest, {"q": "fonsorbes"})

    assert (page.status_code, options.status_code) == (429, 429)
    assert page["Retry-After"] == "60"
    assert "réessayez dans une minute" in page.content.decode()
    assert 'value="fonsorbes"' in page.content.decode()
    assert client.get(search).status_code == 200
    assert client.get(search, {"q": "fonsorbes"}, REMOTE_ADDR="192.0.2.7").status_code == 200


@pytest.mark.parametrize(
    "typed", ["fonsorbes", "Fonsorbes (31)", "SAINT LYS", "st-lys", "Paris", "Paris (75)", "L’Union"]
)
def test_a_name_that_is_written_out_is_found_first_in_one_query(places, typed, django_assert_num_queries):
    with django_assert_num_queries(1):
        named = queries.named(typed, 20)
        assert all(each.commune.name and each.commune.department_code for each in named)

    assert named[0].commune == queries.search(typed)[0].commune
    assert named[0].title == named[0].commune.name


@pytest.mark.parametrize("typed", ["fonsorb", "Fonsorbes (32)", "Paris 12", "31470", "arbignieu", "", "a"])
def test_what_is_no_name_of_a_commune_is_looked_for_elsewhere(places, typed):
    assert queries.named(typed, 20) == []
