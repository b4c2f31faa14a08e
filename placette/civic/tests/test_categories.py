"""The town hall's own list of what may be reported: on the form, at its desk, for applications."""

import pytest

from placette.civic import categories
from placette.civic.actions import categories as actions
from placette.civic.actions.categories import Line
from placette.civic.actions.refusals import Refused
from placette.civic.models import Category
from placette.core.tests.racing import at_once
from placette.people.tests.factories import commune_of, officer_of, person_of
from placette.trust.models import Line as Trail

from .reporting import report_of

pytestmark = pytest.mark.django_db
PAGE = "/mairie/signalements/rubriques/"


def typed(*added: str, **changed: dict[str, str]) -> dict[str, str]:
    """The form as it stands for Fonsorbes, with other words for some codes and a new line."""
    there = categories.of("31187")
    sent = {"c-TOTAL_FORMS": str(len(there) + 1), "c-INITIAL_FORMS": str(len(there))}
    for number, each in enumerate(there):
        line = {
            "code": each.code,
            "name": each.name,
            "hint": each.hint,
            "is_open": "on" if each.is_open else "",
        }
        sent |= {f"c-{number}-{name}": value for name, value in (line | changed.get(each.code, {})).items()}
    last = len(there)
    sent |= {f"c-{last}-code": "", f"c-{last}-name": "", f"c-{last}-hint": "", f"c-{last}-is_open": "on"}
    return sent | {f"c-{last}-name": name for name in added}


def test_a_commune_renames_closes_and_adds_and_its_codes_stay(client):
    report = report_of(person_of(), category="eau")
    client.force_login(officer_of())
    assert "Éclairage public" in client.get(PAGE).text

    changed = {"eau": {"is_open": ""}, "proprete": {"name": "Dépôts sauvages"}}
    sent = client.post(PAGE, typed("Chemins de randonnée", **changed))

    assert sent.status_code == 302
    there = {each.code: each for each in categories.of("31187")}
    assert len(there) == len(categories.DEFAULTS) + 1
    assert (there["proprete"].name, there["eau"].is_open) == ("Dépôts sauvages", False)
    assert there["chemins-de-randonnee"].name == "Chemins de randonnée"
    services = client.get("/open311/v2/services.json?jurisdiction_id=31187").json()
    codes = {each["service_code"] for each in services}
    assert "eau" not in codes
    assert "chemins-de-randonnee" in codes
    changeset = client.get("/open311/discovery.json").json()["changeset"]
    assert changeset == f"{Category.objects.latest('changed_at').changed_at:%Y-%m-%dT%H:%M:%SZ}"
    assert Trail.objects.get().verb == "categories.changed"
    client.force_login(person_of())
    form = client.get("/signalements/nouveau/").text
    assert "Chemins de randonnée" in form
    assert "Eau et égouts" not in form
    assert "Eau et égouts" in client.get(report.get_absolute_url()).text


def test_saving_without_a_change_writes_nothing_more(client):
    client.force_login(officer_of())

    for _ in range(2):
        client.post(PAGE, typed())

    assert Category.objects.count() == len(categories.DEFAULTS)
    assert Trail.objects.count() == 1


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"voirie": {"name": ""}}, "Donnez un nom à cette rubrique."),
        ({"voirie": {"name": "Autre chose"}}, "Deux rubriques ont le même nom"),
        (
            {code: {"is_open": ""} for code, _name, _hint in categories.DEFAULTS},
            "Gardez au moins une rubrique",
        ),
    ],
)
def test_a_refusal_says_what_to_do_and_loses_nothing(client, change, said):
    client.force_login(officer_of())

    page = client.post(PAGE, typed(**change) | {"c-1-hint": "Un poteau penché"})

    assert page.status_code == 422
    assert said in page.text.replace("\xa0", " ")
    assert "Un poteau penché" in page.text
    assert not Category.objects.exists()


def test_others_change_nothing_and_an_officer_only_her_own(client):
    commune_of()
    client.force_login(person_of())
    assert client.post(PAGE, typed()).status_code == 404
    client.force_login(officer_of("31499"))
    assert client.post(PAGE, typed() | {"commune": "31187"}).status_code == 404

    client.post(PAGE, typed("Canal"))

    assert set(Category.objects.values_list("commune", flat=True)) == {"31499"}


def test_what_is_no_form_of_ours_changes_nothing(client):
    client.force_login(officer_of())

    assert client.post(PAGE, {}).status_code == 302
    assert client.post(PAGE, {"c-TOTAL_FORMS": "99999", "c-INITIAL_FORMS": "x"}).status_code == 302
    assert not Category.objects.exists()


def order() -> list[str]:
    return [each.code for each in categories.of("31187")]


def test_a_line_is_moved_and_what_was_typed_beside_it_is_kept(client):
    client.force_login(officer_of())
    page = client.get(PAGE).text
    assert 'value="up:voirie"' not in page
    assert 'value="down:autre"' not in page
    assert page.index("hidden>Enregistrer") < page.index('name="move"')

    changed = {"eau": {"hint": "Une fuite"}}
    moved = client.post(PAGE, typed("Canal", **changed) | {"move": "up:eclairage"})
    client.post(PAGE, typed() | {"move": "down:proprete"})

    assert moved["Location"].endswith("#rubrique-eclairage")
    assert order() == [
        "eclairage",
        "voirie",
        "espaces-verts",
        "proprete",
        "mobilier",
        "eau",
        "autre",
        "canal",
    ]
    assert Category.objects.get(code="eau").hint == "Une fuite"
    services = client.get("/open311/v2/services.json?jurisdiction_id=31187").json()
    assert [each["service_code"] for each in services] == order()
    client.force_login(person_of())
    form = client.get("/signalements/nouveau/").text
    assert form.index("Éclairage public") < form.index("Voirie et trottoirs")


@pytest.mark.parametrize(
    "move", ["up:voirie", "down:autre", "up:nulle-part", "up", "over:eau", "up:<b>", ":"]
)
def test_what_cannot_be_moved_stays(client, move):
    client.force_login(officer_of())

    assert client.post(PAGE, typed() | {"move": move}).status_code == 302
    assert order() == [code for code, _name, _hint in categories.DEFAULTS]


def test_a_move_beside_a_mistake_moves_nothing_and_loses_nothing(client):
    client.force_login(officer_of())

    page = client.post(PAGE, typed(eau={"name": "", "hint": "Une fuite"}) | {"move": "up:eau"})

    assert page.status_code == 422
    assert "Une fuite" in page.text
    assert not Category.objects.exists()


def test_thirty_at_most():
    commune, officer = commune_of(), officer_of()
    actions.change(commune, officer, [Line("", f"Rubrique {number}") for number in range(23)])

    with pytest.raises(Refused):
        actions.change(commune, officer, [Line("", "Une de trop")])

    assert Category.objects.count() == 30


@pytest.mark.django_db(transaction=True)
def test_what_colleagues_add_at_the_same_moment_is_all_there():
    commune, officer = commune_of(), officer_of()

    at_once(lambda number: actions.change(commune, officer, [Line("", f"Chemin {number}")]), range(4))

    there = categories.of(commune)
    assert len(there) == len(categories.DEFAULTS) + 4
    assert len({each.position for each in there}) == len(there)


@pytest.mark.django_db(transaction=True)
def test_of_moves_at_the_same_moment_each_is_one_step():
    commune, officer = commune_of(), officer_of()
    actions.change(commune, officer, [Line("", "Canal")])  # the eighth

    at_once(lambda _: actions.change(commune, officer, [], actions.Move("canal", up=True)), range(4))

    there = categories.of(commune)
    assert [each.code for each in there].index("canal") == 3
    assert [each.position for each in there] == list(range(8))
    rest = [each.code for each in there if each.code != "canal"]
    assert rest == [code for code, _name, _hint in categories.DEFAULTS]
