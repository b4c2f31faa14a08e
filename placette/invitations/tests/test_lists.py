"""Lists of households as town halls have them: what is taken, what is left out and why."""

import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from placette.core.tables import Unreadable
from placette.invitations import households, lists, streets
from placette.places.models import Commune

FONSORBES = Commune(code="31187", name="Fonsorbes", postcodes=["31470"])
LIST = """Civilité;Nom;Prénom;Adresse;Code postal;Ville
Mme;Martin;Jeanne;3 rue des Tilleuls;31470;Fonsorbes
;Benali;Karim;Lieu-dit Le Bourdé;31470;Fonsorbes
M.;Dupont;Luc;12 rue de Tarbes;31000;Toulouse
Mme;Martin;Jeanne;3, Rue des Tilleuls;31470;FONSORBES
;Sans Rue;;;31470;Fonsorbes
=HYPERLINK("http://x");Nom;;4 rue Haute;31470;Fonsorbes
"""


def read(text: str, encoding: str = "utf-8") -> lists.Read:
    return households.read(households.sent(io.BytesIO(text.encode(encoding))), FONSORBES)


@pytest.mark.parametrize(("encoding", "delimiter"), [("cp1252", ";"), ("utf-8-sig", "\t"), ("utf-8", ",")])
def test_each_line_is_an_envelope_or_named_with_its_reason(encoding, delimiter):
    found = read(LIST.replace("3, Rue", "3 Rue").replace(";", delimiter), encoding)

    assert found.taken == [
        "Mme Jeanne Martin\n3 rue des Tilleuls\n31470 FONSORBES",
        "Karim Benali\nLieu-dit Le Bourdé\n31470 FONSORBES",
    ]
    assert [(number, why) for number, _what, why in found.refused] == [
        (4, "Le code postal 31000 n’est pas de votre commune."),
        (5, "La même adresse qu’à la ligne 2."),
        (6, "Pas de rue ni de lieu-dit."),
        (7, "Une case contient une formule. Remplacez-la par ce qu’elle affiche."),
    ]
    ((number, _what, why),) = found.unsure
    assert (number, why[:14]) == (3, "Pas de numéro.")


def test_twenty_thousand_are_enough_for_one_campaign(monkeypatch):
    monkeypatch.setattr(households, "MOST", 3)
    rows = "".join(f"{n} rue Longue\n" for n in range(4))
    with pytest.raises(Unreadable, match="vingt mille"):
        read("adresse\n" + rows)


def test_a_town_of_another_name_is_another_commune():
    found = read("adresse;ville\n1 rue Haute;Fonsorbes Cedex 3\n2 rue Haute;Seysses\n")
    assert [why for _n, _what, why in found.refused] == ["Seysses n’est pas votre commune."]


def test_a_clerk_types_one_address_a_line_or_a_whole_street():
    found = streets.from_text(
        "Mme Martin, bâtiment B, 3 rue des Tilleuls\n\n4 rue Basse, 31470 Fonsorbes\n1 à 7 rue de Tarbes, impairs\n2-4 rue Haute (pairs)\n",
        FONSORBES,
    )
    assert found.taken == [
        "Mme Martin\nbâtiment B\n3 rue des Tilleuls\n31470 FONSORBES",
        "Aux habitants\n4 rue Basse\n31470 FONSORBES",
        *(f"Aux habitants\n{n} rue de Tarbes\n31470 FONSORBES" for n in (1, 3, 5, 7)),
        *(f"Aux habitants\n{n} rue Haute\n31470 FONSORBES" for n in (2, 4)),
    ]
    assert found.refused == []


def test_a_street_from_the_far_end_is_not_guessed_at():
    found = streets.from_text("45 à 3 rue Haute\n1-999 rue Haute", FONSORBES)
    assert not found.taken
    assert [number for number, _what, _why in found.refused] == [1, 2]


@settings(max_examples=40, deadline=None)
@given(st.text(max_size=120))
def test_whatever_is_typed_gives_addresses_an_envelope_holds(text):
    found = streets.from_text(text, FONSORBES)

    assert all(len(each) <= households.LONGEST and each.count("\n") < 6 for each in found.taken)
    assert len(set(found.taken)) == len(found.taken)
    said = {number for number, _line in households.typed(text)}
    assert said >= {number for number, _what, _why in found.refused}
