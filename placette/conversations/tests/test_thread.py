"""Writing and reading in a conversation, through its pages and in its actions."""

import re

import pytest

from placette.conversations import actions, queries, rules
from placette.conversations.models import Conversation, Message
from placette.core.tests.racing import at_once
from placette.people.models import Person
from placette.people.tests.factories import ambassador_of, officer_of, person_of

pytestmark = pytest.mark.django_db
KEY = "8b0d6f0c-8b0f-4b8e-9a53-0c7a0a1f0001"


def conversation_of(*people: Person, messages: int = 0) -> Conversation:
    """About nothing that another room knows. The last of them has written all the messages."""
    held = actions.open_conversation("none", 1, "Une échelle", [each.pk for each in people])
    for number in range(messages):
        actions.post(held, people[-1], f"message {number}")
    return held


@pytest.fixture
def two() -> tuple[Person, Person]:
    return person_of(), person_of("Karim", "Benali")


def test_a_form_sent_twice_is_one_message_unless_its_words_have_changed(client, two):
    jeanne, karim = two
    conversation = conversation_of(jeanne, karim)
    client.force_login(jeanne)

    for body in ("Samedi ?", "Samedi ?", "Dimanche ?", "Samedi ?"):
        client.post(conversation.get_absolute_url(), {"body": body, "key": KEY})

    assert list(Message.objects.values_list("body", "author")) == [
        ("Samedi ?", jeanne.pk),
        ("Dimanche ?", jeanne.pk),
    ]


@pytest.mark.parametrize(("most", "said"), [(0, "Vous écrivez très vite"), (30, "4000")])
def test_what_is_beyond_a_limit_is_kept_as_it_was_typed(client, two, monkeypatch, most, said):
    """Too many at once, or too long."""
    monkeypatch.setattr("placette.conversations.views.MOST", most)
    conversation = conversation_of(*two)
    client.force_login(two[0])
    body = "Samedi ? " + "é" * (4000 if most else 40)

    for options in ({}, {"headers": {"hx-request": "true"}}):
        page = client.post(conversation.get_absolute_url(), {"body": body, "key": KEY}, **options)
        assert body in page.text
        assert said in page.text

    assert not Message.objects.exists()


def test_a_key_serves_once_in_each_conversation(two):
    first, second = conversation_of(*two), conversation_of(*two)

    for conversation in (first, second, first):
        actions.post(conversation, two[0], "Bonjour", KEY)

    assert [each.messages.count() for each in (first, second)] == [1, 1]


@pytest.mark.parametrize("stranger", [officer_of, ambassador_of, lambda: person_of("Paul")])
def test_somebody_else_s_conversation_is_not_found_and_takes_nothing(client, two, stranger):
    conversation = conversation_of(*two, messages=1)
    client.force_login(stranger())

    answers = [
        client.get(conversation.get_absolute_url()),
        client.get(conversation.get_absolute_url(), {"after": "0"}),
        client.get(conversation.get_absolute_url(), {"avant": "9"}),
        client.post(conversation.get_absolute_url(), {"body": "Coucou", "key": KEY}),
    ]

    assert [answer.status_code for answer in answers] == [404] * 4
    assert not any(b"message 0" in answer.content for answer in answers)
    assert conversation.messages.count() == 1


def test_who_takes_no_part_cannot_write_even_past_the_pages(two):
    conversation = conversation_of(*two)

    with pytest.raises(actions.NotHers):
        actions.post(conversation, person_of("Paul"), "Coucou")

    assert conversation.messages.count() == 0


def test_a_long_thread_is_read_backwards_without_gap_or_repeat(client, two):
    conversation = conversation_of(*two, messages=2 * queries.PAGE + 3)
    client.force_login(two[0])
    address, read = conversation.get_absolute_url(), []

    before = ""
    while True:
        page = client.get(address, {"avant": before} if before else {}).content.decode()
        read = [int(each) for each in re.findall(r'data-message="(\d+)"', page)] + read
        found = re.search(r'href="\?avant=(\d+)"', page)
        if not found:
            break
        before = found[1]

    assert read == list(Message.objects.order_by("pk").values_list("pk", flat=True))


def test_what_came_after_a_message_is_read_forwards(client, two):
    conversation = conversation_of(*two, messages=queries.PAGE + 3)
    pks = list(Message.objects.order_by("pk").values_list("pk", flat=True))
    client.force_login(two[0])

    first = client.get(conversation.get_absolute_url(), {"after": pks[0]}).content.decode()
    shown = [int(each) for each in re.findall(r'data-message="(\d+)"', first)]
    rest = client.get(conversation.get_absolute_url(), {"after": shown[-1]}).content.decode()
    nothing = client.get(conversation.get_absolute_url(), {"after": pks[-1]})

    assert shown == pks[1 : queries.PAGE + 1]
    assert [int(each) for each in re.findall(r'data-message="(\d+)"', rest)] == pks[queries.PAGE + 1 :]
    assert "<html" not in first
    assert (nothing.status_code, nothing.content) == (204, b"")


@pytest.mark.parametrize("odd", ["-1", "x", "9" * 30, ""])
def test_an_odd_place_in_the_thread_shows_it_all_the_same(client, two, odd):
    conversation = conversation_of(*two, messages=2)
    client.force_login(two[0])

    assert client.get(conversation.get_absolute_url(), {"avant": odd}).status_code == 200
    assert client.get(conversation.get_absolute_url(), {"after": odd}).status_code in {200, 204}


def test_unread_counts_conversations_with_news_of_others_until_they_are_read(client, two):
    jeanne, karim = two
    first, second = conversation_of(jeanne, karim, messages=2), conversation_of(jeanne, karim, messages=1)
    actions.post(conversation_of(jeanne, karim), jeanne, "Mes propres mots")
    client.force_login(jeanne)
    before = [queries.unread(jeanne.pk), queries.unread(karim.pk)]
    rows = {row.conversation.pk: row.unread for row in queries.inbox(jeanne).rows}

    client.get(first.get_absolute_url())

    assert before == [2, 1]
    assert (rows[first.pk], rows[second.pk]) == (2, 1)
    assert [queries.unread(jeanne.pk), queries.unread(karim.pk)] == [1, 1]


def test_older_pages_do_not_take_the_mark_back(client, two):
    conversation = conversation_of(*two, messages=queries.PAGE + 5)
    client.force_login(two[0])
    client.get(conversation.get_absolute_url())
    newest = Message.objects.order_by("pk").last().pk

    client.get(conversation.get_absolute_url(), {"avant": newest - 2})
    actions.mark_read(conversation, two[0], 1)

    assert conversation.participants.get(person=two[0]).read_up_to == newest


def test_nobody_writes_to_somebody_who_has_left(client, two):
    jeanne, karim = two
    conversation = conversation_of(jeanne, karim, messages=1)
    Person.objects.filter(pk=karim.pk).update(is_active=False)
    client.force_login(jeanne)

    page = client.get(conversation.get_absolute_url()).content.decode()
    refused = client.post(conversation.get_absolute_url(), {"body": "Tu es là ?", "key": KEY})

    assert "on ne peut plus lui écrire" in page
    assert "Ancien membre" in page
    assert "Karim" not in page
    assert "a quitté Placette" in refused.content.decode()
    assert conversation.messages.count() == 1


def test_one_who_is_still_there_is_enough_to_write():
    here, gone = Person(is_active=True), Person(is_active=False)

    assert rules.may_write([gone, here])
    assert not rules.may_write([gone])
    assert not rules.may_write([])


def test_without_javascript_a_message_leads_back_to_the_thread(client, two):
    conversation = conversation_of(*two)
    client.force_login(two[0])

    answer = client.post(conversation.get_absolute_url(), {"body": "  Samedi\r\nou dimanche ? ", "key": KEY})
    page = client.get(answer["Location"]).content.decode()

    assert (answer.status_code, answer["Location"]) == (302, conversation.get_absolute_url())
    assert Message.objects.get().body == "Samedi\nou dimanche ?"
    assert "ou dimanche ?" in page


def test_without_javascript_an_empty_message_is_refused_on_the_whole_page(client, two):
    conversation = conversation_of(*two, messages=1)
    client.force_login(two[0])

    page = client.post(conversation.get_absolute_url(), {"body": "  ", "key": KEY}).content.decode()

    assert "Écrivez quelques mots" in page
    assert "message 0" in page
    assert conversation.messages.count() == 1


def test_with_javascript_the_composer_comes_back_empty_and_says_where_to_look(client, two):
    conversation = conversation_of(*two)
    client.force_login(two[0])

    answer = client.post(
        conversation.get_absolute_url(), {"body": "Samedi ?", "key": KEY}, headers={"HX-Request": "true"}
    )

    assert answer["HX-Trigger"] == f'{{"live:conversation": {{"id": {conversation.pk}}}}}'
    assert "Samedi" not in answer.content.decode()
    assert KEY not in answer.content.decode(), "the next message has a key of its own"


@pytest.mark.django_db(transaction=True)
def test_two_who_write_at_the_same_time_are_both_heard_in_one_order(two):
    conversation, each_writes = conversation_of(*two), 10

    def write(author: Person) -> None:
        for number in range(each_writes):
            actions.post(conversation, author, f"{author.first_name} {number}", f"{author.pk}-{number}")

    at_once(write, two)

    sent = list(Message.objects.order_by("pk").values_list("body", "sent_at"))
    for person in two:
        said = [body for body, _ in sent if body.startswith(person.first_name)]
        assert said == [f"{person.first_name} {number}" for number in range(each_writes)]
    conversation.refresh_from_db()
    assert conversation.last_message_at == sent[-1][1]


@pytest.mark.django_db(transaction=True)
def test_the_same_key_from_two_windows_at_once_is_one_message(two):
    conversation = conversation_of(*two)

    first, second = at_once(lambda _: actions.post(conversation, two[0], "Samedi ?", KEY).pk, range(2))

    assert first == second
    assert Message.objects.count() == 1


@pytest.mark.parametrize("busy", [1, 12])
def test_the_inbox_and_a_thread_cost_the_same_however_busy(client, django_assert_num_queries, busy):
    jeanne = person_of()
    held = [conversation_of(jeanne, person_of(f"Voisin{n}"), messages=busy) for n in range(busy)]
    client.force_login(jeanne)
    for conversation in held:
        client.get(conversation.get_absolute_url())

    with django_assert_num_queries(9):
        client.get("/messages/")
    with django_assert_num_queries(9):
        client.get(held[0].get_absolute_url())


@pytest.mark.parametrize(
    ("steps", "folded", "said"),
    [(3, 0, ""), (4, 1, "1 étape précédente"), (11, 8, "8 étapes précédentes")],
)
def test_of_many_steps_in_a_row_only_the_last_three_stand_open(client, two, steps, folded, said):
    conversation = conversation_of(*two, messages=1)
    for _ in range(steps):
        actions.record(conversation, "proposed", two[1])
    actions.post(conversation, two[1], "Alors ?")
    client.force_login(two[0])

    page = client.get(conversation.get_absolute_url()).content.decode()
    behind = "".join(re.findall(r"<details class=\"thread__folded\">.*?</details>", page, re.DOTALL))

    assert behind.count("data-message") == folded
    assert said in behind
    assert page.count("data-message=") == steps + 2


def test_steps_with_words_between_them_are_not_folded(client, two):
    conversation = conversation_of(*two)
    for _ in range(3):
        for _ in range(2):
            actions.record(conversation, "proposed", two[1])
        actions.post(conversation, two[1], "Alors ?")
    client.force_login(two[0])

    page = client.get(conversation.get_absolute_url()).content.decode()

    assert "thread__folded" not in page
