"""A line of the directory is corrected by hand; a list that comes later finds it all the same."""

import pytest

from placette.people.tests.factories import commune_of, officer_of, person_of
from placette.townhall.directory import actions
from placette.townhall.directory.kinds import ASSOCIATIONS
from placette.townhall.models import Association, Facility
from placette.trust.models import Line

from .lists import LIST, begun, imported

pytestmark = pytest.mark.django_db
TENNIS = {"name": "Tennis Club", "about": "Jouer, apprendre", "phone": "05 61 00 00 01"}


@pytest.fixture
def officer(client):
    imported()
    officer = officer_of()
    client.force_login(officer)
    return officer


def tennis() -> Association:
    return Association.objects.get(about__startswith="Jouer")


def address(entry: Association | Facility) -> str:
    name = "associations" if isinstance(entry, Association) else "lieux"
    return f"/mairie/annuaire/{name}/{entry.pk}/"


def test_a_line_is_corrected_and_noted(client, officer, django_assert_num_queries):
    entry = tennis()
    client.get(address(entry))
    with django_assert_num_queries(5 + 1):  # the frame; the line with its commune
        page = client.get(address(entry)).content.decode()
    assert 'value="05 61 00 00 01"' in page
    assert "met à jour" in page

    said = TENNIS | {"name": "Tennis de Fonsorbes", "phone": "561000009", "website": "tennis.example"}
    done = client.post(address(entry), said, follow=True).content.decode()

    entry.refresh_from_db()
    assert (entry.name, entry.phone, entry.website) == (
        "Tennis de Fonsorbes", "05 61 00 00 09", "https://tennis.example",
    )  # fmt: skip
    assert "est corrigé" in done
    assert "Tennis de Fonsorbes" in client.get("/c/31187-fonsorbes/associations/").content.decode()
    assert Line.objects.get(verb="directory.changed").by == officer


def test_what_is_no_number_is_refused_and_nothing_typed_is_lost(client, officer):
    said = TENNIS | {"phone": "pas un numéro", "about": "Jouer au soleil", "email": "=1+1"}

    answer = client.post(address(tennis()), said)

    page = answer.content.decode().replace("\xa0", " ")
    assert answer.status_code == 422
    assert "n’est pas un numéro de téléphone" in page
    assert "est une formule" in page
    assert "Jouer au soleil" in page
    assert tennis().phone == "05 61 00 00 01"


def test_what_is_typed_is_shown_as_text(client, officer):
    client.post(
        address(tennis()), TENNIS | {"name": "Club <script>alert(1)</script> @", "about": "Jouer <b>"}
    )

    for path in (address(tennis()), "/mairie/annuaire/", "/c/31187-fonsorbes/associations/"):
        page = client.get(path).content.decode()
        assert "Club &lt;script&gt;alert(1)" in page, path
        assert "<script>alert(1)" not in page, path


def test_a_place_stays_near_its_commune(client, officer):
    place = Facility.objects.get()
    said = {"name": place.name, "latitude": "1,229", "longitude": "43,531"}

    assert "inversées" in client.post(address(place), said).content.decode()
    client.post(address(place), said | {"latitude": "43,54", "longitude": "1,23"})

    place.refresh_from_db()
    assert (place.latitude, place.longitude) == (43.54, 1.23)


@pytest.mark.parametrize("named", ["Les amis de l’été", "LES AMIS DE L’ÉTÉ"])
def test_two_lines_of_one_name_are_refused(client, officer, named):
    answer = client.post(address(tennis()), TENNIS | {"name": named})

    assert "a déjà ce nom" in answer.content.decode()
    assert tennis().name == "Tennis Club"


def test_two_lines_of_one_number_are_refused(client, officer):
    Association.objects.filter(name__startswith="Les Amis").update(
        identifier="W313000001", key="id:W313000001"
    )

    assert (
        "a déjà ce nom"
        in client.post(address(tennis()), TENNIS | {"identifier": "w313000001"}).content.decode()
    )


@pytest.mark.parametrize("name", ["Tennis Club", "Tennis de Fonsorbes"])
def test_a_list_with_the_old_name_or_the_new_updates_the_same_line(client, officer, name):
    client.post(address(tennis()), TENNIS | {"name": "Tennis de Fonsorbes", "about": "Jouer encore"})

    again = begun(LIST.replace("Tennis Club", name), by=officer)
    found = actions.carry_out(again.pk, commune_of(), officer)

    assert (len(found.fresh), len(found.changed)) == (0, 1)
    assert (tennis().name, tennis().about) == (name, "Jouer, apprendre")
    assert Association.objects.count() == 2


def renamed(client, entry, name, **said) -> str:
    typed = {"name": name, "about": entry.about, "phone": entry.phone, "email": entry.email} | said
    return client.post(address(entry), typed, follow=True).content.decode()


def test_the_name_that_a_line_no_longer_has_is_free_for_another(client, officer):
    friends = Association.objects.get(name__startswith="Les Amis")
    renamed(client, tennis(), "Tennis de Fonsorbes")
    assert (tennis().key, tennis().former) == ("name:tennisdefonsorbes", ["name:tennisclub"])

    assert "est corrigé" in renamed(client, friends, "Tennis Club")
    found = actions.carry_out(
        begun("Nom;Objet\nTennis Club;Chants encore\nTennis de Fonsorbes;Jouer encore\n", by=officer).pk,
        commune_of(),
        officer,
    )

    assert not found.fresh
    assert not found.refused
    friends.refresh_from_db()
    assert (friends.name, friends.about) == ("Tennis Club", "Chants encore")
    assert (tennis().name, tennis().about, tennis().former) == ("Tennis de Fonsorbes", "Jouer encore", [])


def test_a_line_renamed_twice_or_back_is_found_by_all_its_names(client, officer):
    for name in ("Tennis de Fonsorbes", "Raquettes", "Tennis Club", "Balle jaune"):
        renamed(client, tennis(), name)

    for name in ("Tennis de Fonsorbes", "Raquettes", "Tennis Club", "Balle jaune"):
        found = actions.look(begun(f"Nom;Objet\n{name};Jouer\n", by=officer))
        assert [each.entry.pk for each in found.changed] == [tennis().pk], name


def test_once_a_list_has_brought_the_old_name_back_the_one_given_by_hand_finds_it_too(client, officer):
    renamed(client, tennis(), "Raquettes")
    actions.carry_out(begun(LIST, by=officer).pk, commune_of(), officer)
    assert (tennis().name, tennis().key, tennis().former) == (
        "Tennis Club",
        "name:tennisclub",
        ["name:raquettes"],
    )

    found = actions.look(begun("Nom;Objet\nRaquettes;Jouer\n", by=officer))

    assert [each.entry.pk for each in found.changed] == [tennis().pk]


def test_a_line_with_a_number_that_was_renamed_is_found_by_its_old_name_and_keeps_its_number(client, officer):
    renamed(client, tennis(), "Tennis Club", identifier="W313000009")
    renamed(client, tennis(), "Raquettes", identifier="W313000009")

    found = actions.carry_out(begun(LIST, by=officer).pk, commune_of(), officer)

    assert not found.fresh
    assert (tennis().name, tennis().key, tennis().identifier) == (
        "Tennis Club",
        "id:W313000009",
        "W313000009",
    )


def test_the_old_name_and_the_new_in_one_list_are_one_line(client, officer):
    renamed(client, tennis(), "Raquettes")

    found = actions.look(begun("Nom;Objet\nRaquettes;Jouer plus\nTennis Club;Jouer moins\n", by=officer))

    assert [each.number for each in found.changed] == [2]
    assert [each.refusal.replace("\xa0", " ") for each in found.refused] == ["C’est la même que la ligne 2."]


def test_two_long_names_that_begin_alike_are_two_lines_and_both_are_kept_whole(client, officer):
    long = ("Union sportive et culturelle " * 9)[:248]
    text = f"Nom;Objet\n{long}A;Un\n{long}B;Deux\n"
    found = actions.carry_out(begun(text, by=officer).pk, commune_of(), officer)
    again = actions.look(begun(text, by=officer))

    assert [each.name for each in found.fresh] == [f"{long}A", f"{long}B"]
    assert len(again.same) == 2
    for path in ("/c/31187-fonsorbes/associations/", "/mairie/annuaire/?liste=associations"):
        assert f"{long}A" in client.get(path).content.decode()
    entry = Association.objects.get(name=f"{long}B")
    assert '<input type="text" name="name"' in client.get(address(entry)).content.decode()


def test_a_number_given_by_hand_finds_the_line_from_then_on(client, officer):
    client.post(address(tennis()), TENNIS | {"identifier": "W313000009"})
    found = actions.look(begun("Nom;Numéro RNA\nTennis de Saint-Lys;W313000009\nTennis Club;\n", by=officer))

    assert tennis().key == "id:W313000009"
    assert [each.entry.pk for each in found.changed] == [tennis().pk]
    assert [each.number for each in found.refused] == [3]  # the same line, by its name
    client.post(address(tennis()), TENNIS | {"identifier": ""})
    assert tennis().key == "name:tennisclub"


def test_others_find_no_line_to_correct(client, officer):
    entry = tennis()
    for stranger in (person_of("Rose"), officer_of("31499")):
        client.force_login(stranger)
        assert client.get(address(entry), {"commune": "31187"}).status_code == 404
        assert client.post(address(entry), TENNIS | {"commune": "31187"}).status_code == 404
    client.force_login(officer)
    assert client.get(f"/mairie/annuaire/autre/{entry.pk}/").status_code == 404
    assert not actions.change(
        ASSOCIATIONS, commune_of("31499"), entry.pk, officer, TENNIS | {"identifier": ""}
    )


def test_what_was_renamed_before_names_were_kept_is_still_found_by_its_first(client, officer):
    Association.objects.filter(pk=tennis().pk).update(name="Tennis de Fonsorbes", former=[])

    renamed(client, tennis(), "Tennis de Fonsorbes", phone="05 61 00 00 09")

    assert (tennis().key, tennis().former) == ("name:tennisdefonsorbes", ["name:tennisclub"])
    found = actions.look(begun(LIST, by=officer))
    assert tennis().pk in [each.entry.pk for each in found.changed]
    assert not found.fresh
