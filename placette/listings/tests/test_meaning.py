"""What a line of text is about, and who is told of it."""

import tomllib
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from placette.listings.actions.asking import helpers
from placette.listings.meaning import meaning_of
from placette.listings.meaning.spelling import near, sound, tokens
from placette.listings.meaning.things import book
from placette.listings.models import Listing
from placette.listings.queries.annonces import Filters, feed, matches
from placette.people.models import Offering
from placette.people.tests.factories import person_of, standing

from .factories import listing_of, request_of

LABELS = tomllib.loads((Path(__file__).parent / "data/matching.toml").read_text(encoding="utf-8"))


def things(text: str) -> set[str]:
    return {book().things[number].names[0] for number in meaning_of(text).things}


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("Bonjour, je cherche une ECHELLE pour samedi, merci", {"échelle"}),
        ("escabeau", {"échelle"}),
        ("perseuse", {"perceuse"}),
        ("des jeux de sociétés", {"jeu de société"}),
        ("pompe à vélo", {"pompe à vélo"}),
        ("vélo", {"vélo"}),
        ("Pingpong", {"table de ping-pong"}),
        ("une brouette pour porter du bois de chauffage", {"brouette"}),
        ("quelqu’un pour promener mon chien", {"garder un chien"}),
        ("un trajet chez le médecin", {"médecin"}),
        ("j’ai besoin d’aide", set()),
        ("garder ma tante", set()),
    ],
)
def test_a_thing_is_known_by_any_of_its_names(written, meant):
    assert things(written) == meant


def test_a_wrong_letter_is_taken_for_a_known_thing_only_in_a_long_word():
    assert {book().things[n].names[0] for n in meaning_of("ordinatuer").corrected().things} == {
        "informatique"
    }
    assert not meaning_of("tante").corrected().things  # no « tente »


@pytest.mark.parametrize(
    ("one", "other"), [("echelle", "échèle"), ("raclette", "racklette"), ("karcher", "Kärcher")]
)
def test_words_that_sound_alike_are_one(one, other):
    assert [sound(each) for each in tokens(one)] == [sound(each) for each in tokens(other)]


@given(st.text("abcdefghij", min_size=7, max_size=12), st.data())
def test_one_missing_letter_is_near_from_both_sides(word, data):
    at = data.draw(st.integers(1, len(word) - 1))
    shorter = word[:at] + word[at + 1 :]
    assert near(word, shorter)
    assert near(shorter, word)


@settings(max_examples=200)
@given(st.text(max_size=200))
@example("Nouveau quartier. Une scie")
def test_any_text_has_a_meaning_or_none(text):
    meaning = meaning_of(text)
    assert not (meaning.things and meaning.words)


def test_no_name_stands_for_two_things_and_what_is_held_back_stays_unknown():
    assert len(book().things) > 200
    for topic in LABELS["held"]["topics"]:
        assert not any(things(offer) for offer in LABELS["offers"][topic])


@pytest.mark.django_db
def test_the_labelled_requests_reach_those_who_have_it_and_hardly_anybody_else():
    asker, offer_of = person_of(), {}
    for number, (topic, text) in enumerate((t, x) for t, xs in LABELS["offers"].items() for x in xs):
        owner = person_of(f"V{number}")
        offer_of[owner.pk] = (topic, text)
        if number % 2:
            Offering.objects.create(person=owner, text=text)
        else:
            listing_of(owner, title=text, text="À rendre propre.")
    told = wanted = right = 0
    for text, topics in LABELS["requests"].items():
        asked = Listing(author=asker, commune_id="31187", title=text)
        found = {offer_of[pk] for pk in helpers(asked, {"31187"})}
        expected = {(topic, offer) for topic in topics for offer in LABELS["offers"][topic]}
        told, wanted, right = told + len(found), wanted + len(expected), right + len(found & expected)

    assert len(LABELS["requests"]) >= 60
    assert right / told >= 0.97
    assert right / wanted >= 0.97


@pytest.mark.django_db
def test_a_request_shows_the_thing_by_another_name_and_not_what_only_shares_a_word():
    jeanne, paul = person_of(), person_of("Paul")
    bike = listing_of(paul, title="VTT homme", category="sport")
    listing_of(paul, title="Pompe à vélo", category="sport")
    asked = request_of(jeanne, title="Je cherche un vélo")

    assert matches(standing(jeanne), asked) == [bike]
    assert matches(standing(paul), bike) == [asked]


@pytest.mark.django_db
@pytest.mark.parametrize("typed", ["echelle", "Escabeau", "échelle double", "echele", "telescop", "kayac"])
def test_the_search_forgives_and_knows_other_names(typed):
    jeanne, paul = person_of(), person_of("Paul")
    for title in ("Grande échelle double", "Télescope", "Kayak gonflable", "Chaises"):
        listing_of(paul, title=title)

    (found,) = feed(standing(jeanne), Filters(text=typed)).listings

    assert found.title[:5] == {"t": "Téles", "k": "Kayak"}.get(typed[0], "Grand")


@pytest.mark.django_db
@pytest.mark.parametrize("typed", ["'", '"', "l'", "& | !", "<b>", "\\", "le", "%", "xyzxyz" * 20, "😀"])
def test_the_search_breaks_on_nothing(typed):
    assert feed(standing(person_of()), Filters(text=typed)).listings == []
