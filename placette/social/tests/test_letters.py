"""A resident writes to the social service of her commune; its people alone read and answer."""

import uuid
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.db import IntegrityError, connection, transaction
from django.db.models import Q
from django.test import Client
from django.utils import timezone

from placette.core.tests.racing import at_once
from placette.notices.models import Notice
from placette.people.models import Person, Role
from placette.people.tests.factories import commune_of, officer_of, person_of
from placette.places import leaving
from placette.places.models import Space
from placette.social import actions, queries, seal
from placette.social.models import Letter, Reading, Word
from placette.social.tasks import forget_old
from placette.trust.models import Line

from .factories import letter_of, reader_of

pytestmark = pytest.mark.django_db
FIRST = datetime(2026, 1, 1, tzinfo=UTC)
SECRET = "Je n’arrive plus à payer le chauffage."


def elected_in(code: str = "31187") -> Person:
    elected = person_of("Maryse", lives_in=None)
    Role.objects.create(person=elected, name=Role.Name.ELECTED, commune=commune_of(code))
    return elected


# These read nothing although they hold the role.
SHUT_OUT = {
    "officer": officer_of,
    "operator": lambda: person_of("Camille", is_operator=True),
    "elected": elected_in,
}


def signed_in(person: Person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def test_a_letter_is_written_read_answered_and_settled():
    odette, claire = person_of("Odette"), reader_of()
    hers, desk = signed_in(odette), signed_in(claire)

    assert "Claire R." in hers.get("/ccas/").text
    hers.post("/ccas/", {"text": SECRET, "key": uuid.uuid4()})
    letter = Letter.objects.get()
    assert "Odette M." in desk.get("/mairie/ccas/").text
    assert SECRET not in desk.get("/mairie/ccas/").text
    assert "Pas encore lu" in hers.get("/ccas/").text
    assert SECRET in desk.get(f"/mairie/ccas/{letter.pk}/").text
    assert "Lu par Claire R." in hers.get("/ccas/").text
    desk.post(f"/mairie/ccas/{letter.pk}/", {"text": "Passez mardi, je vous attends."})
    page = hers.get("/ccas/").text
    assert "Passez mardi" in page
    assert "Claire R., CCAS" in page
    hers.post(f"/ccas/{letter.pk}/regle/")

    letter.refresh_from_db()
    assert letter.closed_at is not None
    assert [notice.kind for notice in Notice.objects.order_by("pk")] == ["social_letter", "social_answer"]
    assert not Line.objects.exists()


@pytest.mark.parametrize(
    "who", ["officer", "operator", "elected", "neighbour", "ambassador", "reader elsewhere", "reader before"]
)
def test_nobody_else_reads_it_whatever_her_role(who):
    reader_of()
    letter = letter_of(person_of("Odette"))
    if who in SHUT_OUT:
        asking = SHUT_OUT[who]()
        Role.objects.create(person=asking, name=Role.Name.SOCIAL, commune=commune_of())
        assert asking not in queries.readers("31187")
    elif who == "reader elsewhere":
        asking = reader_of("31499")
    else:
        asking = person_of("Rose")
        if who != "neighbour":
            name = Role.Name.SOCIAL if who == "reader before" else Role.Name(who)
            ended = timezone.now() if who == "reader before" else None
            Role.objects.create(person=asking, name=name, commune=commune_of(), since=FIRST, until=ended)
    client = signed_in(asking)

    for path in (
        "/mairie/ccas/?commune=31187",
        f"/mairie/ccas/{letter.pk}/?commune=31187",
        f"/mairie/ccas/{letter.pk}/",
    ):
        assert client.get(path).status_code == 404
    for path in (
        f"/mairie/ccas/{letter.pk}/regle/",
        f"/ccas/{letter.pk}/effacer/",
        f"/ccas/{letter.pk}/regle/",
    ):
        assert client.post(path, {"commune": "31187"}).status_code == 404
    assert SECRET not in client.get("/ccas/").text
    assert not Reading.objects.exists()


def test_nothing_but_the_page_knows_the_words():
    """Neither the database, nor the export of the commune, the search, a notice, or a job."""
    odette = person_of("Odette")
    reader_of()
    letter_of(odette)

    held = bytes(Word.objects.get().sealed)
    assert SECRET.encode() not in held
    with connection.cursor() as cursor:
        cursor.execute("SELECT table_name FROM information_schema.tables WHERE table_schema = 'public'")
        tables = [name for (name,) in cursor.fetchall()]
        every = " UNION ALL ".join(f'SELECT 1 FROM "{name}" t WHERE t::text LIKE %s' for name in tables)
        cursor.execute(every, ["%chauffage%"] * len(tables))
        assert cursor.fetchall() == []
    exported = [
        str(cell)
        for tables_of in leaving.tables
        for table in tables_of(commune_of())
        for row in table.rows
        for cell in row
    ]
    assert not any("chauffage" in cell or "Odette" in cell for cell in exported)
    assert "Odette" not in str(list(Notice.objects.values()))


def test_sealed_words_open_in_their_place_only(settings):
    word = letter_of(person_of()).words.get()
    moved = Word(letter=word.letter, sealed=word.sealed)
    assert word.text == SECRET
    with pytest.raises(seal.Unreadable):
        assert moved.text
    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = [settings.SECRET_KEY], "another" * 9
    assert word.text == SECRET
    settings.SECRET_KEY_FALLBACKS = []
    with pytest.raises(seal.Unreadable):
        assert word.text


def test_the_length_of_a_sealed_word_tells_little():
    assert len(seal.seal("oui", "1:1")) == len(seal.seal("non, merci beaucoup " * 10, "1:1"))


def test_a_newcomer_may_write_and_who_lives_elsewhere_may_not():
    reader_of()
    newcomer = person_of("Rose", verified=False)
    signed_in(newcomer).post("/ccas/", {"text": SECRET})
    nobody_s = signed_in(person_of("Luc", lives_in=None)).post("/ccas/", {"text": SECRET})

    assert Letter.objects.get().author == newcomer
    assert nobody_s.status_code == 403
    assert Client().get("/ccas/").status_code == 302


def test_where_nobody_reads_nothing_is_sent_and_nothing_is_lost():
    client = signed_in(person_of())

    page = client.post("/ccas/", {"text": SECRET})

    assert page.status_code == 422
    assert SECRET in page.text
    assert "personne du CCAS ne lit encore" in page.text
    assert not Letter.objects.exists()


def test_an_empty_letter_says_what_to_do():
    reader_of()
    page = signed_in(person_of()).post("/ccas/", {"text": "  "})
    assert page.status_code == 422
    assert "Écrivez quelques mots" in page.text


def test_its_author_erases_it_for_both():
    odette = person_of()
    reader_of()
    letter = letter_of(odette)
    client = signed_in(odette)

    assert "pour toujours" in client.get(f"/ccas/{letter.pk}/effacer/").text
    client.post(f"/ccas/{letter.pk}/effacer/")

    assert not Letter.objects.exists()
    assert not Word.objects.exists()
    assert not Notice.objects.exists()


def test_letters_are_forgotten_in_time():
    odette, rose, gone = person_of(), person_of("Rose"), person_of("Luc")
    reader_of()
    actions.close(letter_of(odette))
    letter_of(rose)
    letter_of(gone)
    Person.objects.filter(pk=gone.pk).update(is_active=False)
    forget_old(timestamp=0)
    assert set(Letter.objects.values_list("author", flat=True)) == {odette.pk, rose.pk}

    with time_machine.travel(timezone.now() + timedelta(days=91)):
        forget_old(timestamp=0)
    assert set(Letter.objects.values_list("author", flat=True)) == {rose.pk}

    with time_machine.travel(timezone.now() + timedelta(days=366)):
        forget_old(timestamp=0)
    assert not Letter.objects.exists()


def test_a_closed_space_leaves_no_letter_and_a_suspended_or_read_only_one_lets_her_erase():
    odette = person_of()
    letter = letter_of(odette)
    Space.objects.update(state="grace")
    client = signed_in(odette)
    assert client.post("/ccas/", {"text": SECRET}).status_code == 403
    client.post(f"/ccas/{letter.pk}/effacer/")
    assert not Letter.objects.exists()

    letter_of(odette)
    for erase in leaving.erasers:
        erase("31187")
    assert not Letter.objects.exists()


def test_the_database_takes_words_of_the_two_alone():
    odette, claire = person_of(), reader_of()
    letter = letter_of(odette)
    stranger, shut_out = person_of("Rose"), [each() for each in SHUT_OUT.values()]
    for each in shut_out:
        Role.objects.create(person=each, name=Role.Name.SOCIAL, commune=commune_of())

    tried = [(stranger, False), (claire, False), (stranger, True), *((each, True) for each in shut_out)]
    for author, by_social in tried:
        with pytest.raises(IntegrityError, match="a_word_is_by_one_of_the_two"), transaction.atomic():
            Word.objects.create(letter=letter, author=author, by_social=by_social, sealed=b"x")
    with pytest.raises(IntegrityError, match="a_word_stands"), transaction.atomic():
        Word.objects.update(sealed=b"x")
    with pytest.raises(IntegrityError, match="stays_its_author"), transaction.atomic():
        Letter.objects.update(author=stranger)
    actions.close(letter)
    with pytest.raises(IntegrityError, match="a_closed_letter"), transaction.atomic():
        Word.objects.create(letter=letter, author=odette, sealed=b"x")


def test_an_answer_opens_a_closed_letter_again():
    letter = letter_of(person_of())
    claire = reader_of()
    actions.close(letter)
    actions.answer(letter, claire, "Encore un mot.")
    letter.refresh_from_db()
    assert (letter.closed_at, letter.waits_since) == (None, None)


def test_the_pages_ask_few_queries(django_assert_max_num_queries):
    odette, claire = person_of(), reader_of()
    letter = letter_of(odette)
    for number in range(5):
        actions.write(odette, letter.commune, f"Mot {number}")
    hers, desk = signed_in(odette), signed_in(claire)
    with django_assert_max_num_queries(11):
        hers.get("/ccas/")
    with django_assert_max_num_queries(9):
        desk.get("/mairie/ccas/")
    with django_assert_max_num_queries(16):
        desk.get(f"/mairie/ccas/{letter.pk}/")


def test_a_social_service_s_account_finds_its_desk():
    claire = signed_in(reader_of())
    assert claire.get("/place/")["Location"] == "/mairie/ccas/"
    assert 'href="/mairie/ccas/"' in claire.get("/mairie/ccas/").text


def test_a_role_that_has_ended_is_told_nothing():
    odette, claire = person_of(), reader_of()
    Role.objects.filter(person=claire).update(until=timezone.now())
    letter_of(odette)
    assert not Notice.objects.exists()
    assert actions.erase(Q(author=odette)) == 1


@pytest.mark.django_db(transaction=True)
def test_a_form_pressed_by_many_fingers_is_one_letter_and_one_word():
    odette = person_of()
    reader_of()
    commune, key = commune_of(), uuid.uuid4()

    letters = at_once(lambda _: actions.write(odette, commune, SECRET, key).pk, range(6))

    assert len(set(letters)) == 1
    assert Word.objects.count() == 1
    assert Notice.objects.count() == 1


def test_an_empty_answer_shows_the_words_and_leaves_its_trace(client):
    jeanne, claire = person_of(), reader_of()
    letter = letter_of(jeanne)
    client.force_login(claire)

    page = client.post(f"/mairie/ccas/{letter.pk}/", {"text": ""})

    assert page.status_code == 422
    assert Reading.objects.get(letter=letter).by == claire


def test_an_answer_to_what_was_closed_goes_to_the_letter_that_is_open():
    jeanne, claire = person_of(), reader_of()
    before = letter_of(jeanne)
    actions.close(before)
    now = letter_of(jeanne, "Encore une question.")

    actions.answer(before, claire, "Je vous rappelle demain.")

    assert [word.by_social for word in now.words.order_by("at")] == [False, True]
    assert Letter.objects.filter(closed_at=None).get() == now


def test_what_she_wrote_goes_when_she_leaves_the_commune():
    jeanne = person_of()
    letter_of(jeanne)
    assert actions.forget_old() == 0

    jeanne.memberships.all().delete()

    assert actions.forget_old() == 1


def test_who_waits_is_before_all_who_were_answered_however_many(monkeypatch):
    monkeypatch.setattr(queries, "MOST", 2)
    claire = reader_of()
    waits = letter_of(person_of("Odette"))
    for name in ("Ana", "Bo"):
        actions.answer(letter_of(person_of(name)), claire, "C’est fait.")

    assert queries.waiting(commune_of())[0] == waits


def test_who_is_elected_elsewhere_may_read_here():
    letter_of(person_of("Odette"))
    maryse = elected_in("31499")
    Role.objects.create(person=maryse, name=Role.Name.SOCIAL, commune=commune_of())

    assert queries.readers("31187") == [maryse]
    assert "Odette M." in signed_in(maryse).get("/mairie/ccas/").text
