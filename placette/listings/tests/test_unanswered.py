"""What nobody answered in two days: the ambassadors' list and their calls."""

from datetime import timedelta

import pytest
from django.utils import timezone

from placette.listings.actions import annonces, calling
from placette.listings.models import CallNote
from placette.listings.tasks import forget_calls
from placette.notices.actions import see
from placette.notices.models import Notice
from placette.notices.queries import line
from placette.people.models import Membership, Role
from placette.people.tests.factories import ambassador_of, commune_of, officer_of, person_of, touching
from placette.places.models import Space

from .factories import answer_to, listing_of, request_of

pytestmark = pytest.mark.django_db
LIST = "/entraide/sans-reponse/"
LONG_AGO = timedelta(hours=49)


def waiting_request(author=None, **fields):
    return request_of(author or person_of(), **{"created_at": timezone.now() - LONG_AGO} | fields)


def test_only_what_waits_is_listed_the_oldest_first(client):
    older = waiting_request(title="Arroser mes fleurs", created_at=timezone.now() - timedelta(hours=72))
    waiting_request(title="Porter un sac")
    request_of(person_of("Rose"), title="Demandée hier")
    answer_to(waiting_request(person_of("Paul"), title="Déjà répondue"), person_of("Zoé"))
    waiting_request(person_of("Luc"), title="En pause", state="paused")
    listing_of(person_of("Ali"), title="Une offre", created_at=timezone.now() - LONG_AGO)
    client.force_login(ambassador_of())

    page = client.get(LIST).content.decode()

    assert page.index("Arroser mes fleurs") < page.index("Porter un sac")
    assert not any(title in page for title in ("Demandée hier", "Déjà répondue", "En pause", "Une offre"))
    assert older.get_absolute_url() in page


def test_found_goes_below_and_off_the_square(client):
    first = waiting_request(title="Arroser mes fleurs", created_at=timezone.now() - timedelta(hours=72))
    waiting_request(title="Porter un sac")
    client.force_login(ambassador_of())
    assert "2 demandes attendent" in client.get("/place/").content.decode()

    client.post(f"{LIST}{first.pk}/", {"done": "found"})

    page = client.get(LIST).content.decode()
    assert page.index("Porter un sac") < page.index("Arroser mes fleurs")
    assert "1 demande attend" in client.get("/place/").content.decode()


def test_one_tap_notes_a_call_once_and_who_asked_reads_it(client):
    jeanne = person_of()
    asked = waiting_request(jeanne, ambassadors_told_at=timezone.now())
    odette = ambassador_of()
    client.force_login(odette)

    for _ in range(2):
        answer = client.post(f"{LIST}{asked.pk}/", {"done": "called"}, follow=True)

    assert list(CallNote.objects.values_list("by", "done")) == [(odette.pk, "called")]
    assert "Odette S. a appelé" in answer.content.decode()
    client.force_login(jeanne)
    assert "Odette S. a appelé" in client.get(asked.get_absolute_url()).content.decode()
    assert not Notice.objects.filter(kind="helper_found").exists()


def test_who_asked_is_told_that_somebody_was_found_unless_it_is_taken_back(client):
    jeanne = person_of()
    asked = waiting_request(jeanne)
    client.force_login(ambassador_of())

    client.post(f"{LIST}{asked.pk}/", {"done": "found"})
    notice = Notice.objects.get(kind="helper_found", person=jeanne)
    client.post(f"{LIST}{asked.pk}/retirer/", {"done": "found"})

    assert not CallNote.objects.exists()
    notice.refresh_from_db()
    assert notice.seen_at is not None


def test_who_has_read_that_somebody_was_found_hears_that_it_came_to_nothing():
    asked, odette = waiting_request(), ambassador_of()
    calling.note(asked, odette, "found")
    see(asked.author)

    calling.take_back(asked, odette, "found")
    calling.take_back(asked, odette, "found")
    calling.note(asked, odette, "found")

    told = list(Notice.objects.filter(person=asked.author).order_by("pk"))
    assert [each.kind for each in told] == ["helper_found", "helper_gone", "helper_found"]
    assert "attend toujours" in line(told[1]).sentence


def test_what_is_asked_in_a_suspended_space_is_not_listed(client):
    waiting_request(title="Porter un sac")
    odette = ambassador_of("31499")
    Role.objects.create(person=odette, name=Role.Name.AMBASSADOR, commune=commune_of())
    Membership.objects.create(person=odette, commune=commune_of(), purpose="work", verified_at=timezone.now())
    client.force_login(odette)
    assert "Porter un sac" in client.get(LIST).text

    Space.objects.filter(commune="31187").update(suspended_at=timezone.now(), suspended_because="Une panne.")

    assert "Porter un sac" not in client.get(LIST).text


def test_an_answer_that_came_meanwhile_needs_no_call(client):
    asked = waiting_request()
    answer_to(asked, person_of("Karim"))
    client.force_login(ambassador_of())

    answer = client.post(f"{LIST}{asked.pk}/", {"done": "called"}, follow=True)

    assert "plus rien à noter" in answer.content.decode()
    assert not CallNote.objects.exists()


def moved_away():
    """Her role outlived her residence."""
    gone = person_of("Aline", lives_in="31499")
    Role.objects.create(person=gone, name=Role.Name.AMBASSADOR, commune=commune_of("31187"))
    return gone


@pytest.mark.parametrize(
    "who",
    [person_of, officer_of, moved_away, lambda: ambassador_of("31499")],
    ids=["a neighbour", "the town hall", "who has moved away", "the next commune's"],
)
def test_nobody_else_reads_or_notes(client, who):
    touching("31187", "31499")
    asked = waiting_request(title="Porter un sac")
    client.force_login(who())

    page = client.get(LIST)

    assert "Porter un sac" not in page.content.decode()
    assert client.post(f"{LIST}{asked.pk}/", {"done": "called"}).status_code == 404
    assert not CallNote.objects.exists()


def test_notes_are_forgotten_a_month_after_the_request(time_machine):
    kept, ended = waiting_request(person_of("Paul")), waiting_request()
    for each in (kept, ended):
        calling.note(each, ambassador_of(), "called")
    annonces.close(ended)
    assert forget_calls.func(0) == 0

    time_machine.move_to(timezone.now() + timedelta(days=31))

    assert forget_calls.func(0) == 1
    assert CallNote.objects.get().listing == kept


def test_one_s_own_request_is_for_the_others(client):
    odette = ambassador_of()
    asked = waiting_request(odette)
    client.force_login(odette)

    client.post(f"{LIST}{asked.pk}/", {"done": "found"})

    assert "Tout a trouvé une réponse" in client.get(LIST).content.decode()
    assert not CallNote.objects.exists()


def test_a_note_that_nobody_offers_is_refused(client):
    asked = waiting_request()
    client.force_login(ambassador_of())

    assert client.post(f"{LIST}{asked.pk}/", {"done": "shouted"}).status_code == 404


def test_the_list_costs_the_same_however_long(client, django_assert_max_num_queries):
    for number in range(6):
        waiting_request(person_of(f"A{number}"))
    client.force_login(ambassador_of())
    client.get(LIST)

    with django_assert_max_num_queries(9):
        client.get(LIST)
