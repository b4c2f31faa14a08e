"""What is announced with a day and a place: where it is shown, to whom, until when, and that it is counted."""

from datetime import UTC, date, datetime, timedelta
from importlib import import_module

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from placette.civic import tasks
from placette.civic.actions import announcements as actions
from placette.civic.actions import ledger, shared
from placette.civic.actions.refusals import Refused
from placette.civic.models import Announcement
from placette.civic.queries import agenda
from placette.core.tests.racing import at_once
from placette.impact.models import Event, Month, Sheet
from placette.impact.publication import refresh
from placette.impact.roll_up import recompute
from placette.people.models import Role
from placette.people.tests.factories import commune_of, officer_of, person_of, standing
from placette.places.leaving import letting_go
from placette.places.models import Adjacency, Quarter, Space

from .factories import announcement_of

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 26, 9, tzinfo=UTC)
AGENDA = "/c/31187-fonsorbes/agenda/"


@pytest.fixture(autouse=True)
def _in_november():
    with time_machine.travel(NOW, tick=False):
        yield


def event_of(author, **fields) -> Announcement:
    known = {"title": "Loto", "place": "La halle", "starts_at": NOW + timedelta(days=2)}
    return announcement_of(author, **(known | fields))


def words(answer) -> str:
    return answer.content.decode().replace("\xa0", " ").replace("\u202f", " ")


def test_a_day_and_a_place_make_an_event(client):
    officer = officer_of()
    event_of(officer, ends_at=NOW + timedelta(days=2, hours=3))
    event_of(officer, title="Sans lieu", place="")
    event_of(officer, title="Sans jour", starts_at=None)
    event_of(officer, title="Alerte", level="emergency", ends_at=NOW + timedelta(days=4))
    event_of(officer, title="Brouillon", published=False)

    page = words(client.get(AGENDA))

    assert "novembre 2026" in page
    assert "samedi 28 novembre" in page
    assert 'de 10 h à 13 h · <span dir="auto">La halle</span>' in page
    assert not any(name in page for name in ("Sans lieu", "Sans jour", "Alerte", "Brouillon"))
    assert {each.title for each in Announcement.objects.all() if each.is_event} == {"Loto", "Brouillon"}


def test_by_day_and_month_what_goes_on_first_and_what_is_over_gone(client):
    officer = officer_of()
    event_of(officer, title="Plus tard", starts_at=NOW + timedelta(days=9))
    event_of(officer, title="Exposition", starts_at=NOW - timedelta(days=3), ends_at=NOW + timedelta(days=3))
    event_of(officer, title="Ce matin", starts_at=NOW - timedelta(hours=1))  # says no end: until midnight
    event_of(officer, title="Fini", starts_at=NOW - timedelta(hours=2), ends_at=NOW - timedelta(hours=1))
    event_of(officer, title="Hier", starts_at=NOW - timedelta(days=1))

    page = words(client.get(AGENDA))
    order = [
        page.index(each)
        for each in ("En ce moment", "Exposition", "novembre 2026", "Ce matin", "décembre 2026", "Plus tard")
    ]

    assert order == sorted(order)
    assert "jusqu’au dimanche 29 novembre à 10 h" in page
    assert "Fini" not in page
    assert "Hier" not in page


def test_an_agenda_without_anything_says_what_will_be_in_it(client):
    commune_of()

    assert "Rien de prévu pour le moment" in words(client.get(AGENDA))
    assert client.get("/c/31187-autre/agenda/").status_code == 301
    assert client.get("/c/99999-nulle-part/agenda/").status_code == 404


def test_what_is_for_residents_is_shown_to_them(client):
    event_of(officer_of(), title="Repas des aînés", residents_only=True)
    seen = []
    for who in (None, person_of("Rose", lives_in="31499"), person_of(verified=False)):
        if who:
            client.force_login(who)
        seen.append("Repas des aînés" in words(client.get(AGENDA)))

    assert seen == [False, False, True]


def test_residents_see_the_communes_around_as_one_territory(client):
    commune_of("31499")
    Adjacency.objects.create(commune_id="31187", neighbour_id="31499", distance=5)
    event_of(officer_of())
    event_of(officer_of("31499"), commune=commune_of("31499"), title="Carnaval")
    event_of(officer_of("31499"), commune=commune_of("31499"), title="Entre eux", residents_only=True)
    stranger = words(client.get(AGENDA, {"autour": 1}))
    client.force_login(person_of())
    here, around = words(client.get(AGENDA)), words(client.get(AGENDA, {"autour": 1}))

    assert "Carnaval" not in stranger
    assert "Et autour" not in stranger
    assert "Carnaval" not in here
    assert "Carnaval" in around
    assert "Loto" in around
    assert "Entre eux" not in around


def test_what_a_community_holds_stands_once_and_is_its_word(client):
    commune_of("31499")
    community = commune_of().community
    Adjacency.objects.create(commune_id="31187", neighbour_id="31499", distance=5)
    helene = person_of("Hélène", lives_in=None)
    Role.objects.create(person=helene, name=Role.Name.TERRITORY_OFFICER, community=community)
    shared.publish(
        helene, community, [commune_of("31499"), commune_of()], level="normal", title="Fête du vélo", text="Venez.",
        place="Parc", held_in=commune_of("31499"), starts_at=NOW + timedelta(days=5),
    )  # fmt: skip
    client.force_login(person_of())

    here, around = words(client.get(AGENDA)), words(client.get(AGENDA, {"autour": 1}))

    assert here.count("Fête du vélo") == around.count("Fête du vélo") == 1
    own = Announcement.objects.get(commune="31187")
    assert own.get_absolute_url() in around
    assert community.name in here
    assert own.takes_place_in.pk == "31499"
    client.force_login(helene)
    desk = words(client.get("/intercommunalite/annonces/"))
    assert desk.index("Événements à venir") < desk.index("Fête du vélo")
    assert "mardi 1er décembre" in desk


def test_a_page_holds_thirty_and_the_next_one_the_rest(client):
    officer = officer_of()
    for number in range(33):
        event_of(officer, title=f"N° {number:02}", starts_at=NOW + timedelta(days=1, minutes=number // 2))

    first = words(client.get(AGENDA))
    last = first.partition("?apres=")[2].partition('"')[0]
    second = words(client.get(AGENDA, {"apres": last}))

    assert [n for n in range(33) if f"N° {n:02}" in first] == list(range(30))
    assert [n for n in range(33) if f"N° {n:02}" in second] == [30, 31, 32]
    for odd in ("²", "x", "9" * 18, "999999"):
        assert "N° 00" in words(client.get(AGENDA, {"apres": odd}))


def test_the_page_asks_as_often_however_much_there_is(client, django_assert_num_queries):
    officer = officer_of()
    Quarter.objects.create(commune=commune_of(), name="Bidot", slug="bidot")
    for number in range(6):
        event_of(officer, title=f"N° {number}", quarters=list(Quarter.objects.all()))

    with django_assert_num_queries(3):  # commune, events, their quarters
        client.get(AGENDA)
    client.force_login(person_of())
    with CaptureQueriesContext(connection) as asked:
        agenda.agenda(standing(person_of("Rose")), {"31187", "31499"}, "31187", NOW)
    assert sum("civic_" in each["sql"] for each in asked) == 2


def test_the_square_the_page_of_the_commune_and_the_announcement_lead_there(client):
    one = event_of(officer_of())
    public = words(client.get("/c/31187-fonsorbes/"))
    alone = words(client.get(one.get_absolute_url()))
    client.force_login(person_of())
    square = words(client.get("/place/"))

    assert f'href="{AGENDA}"' in public
    assert "Bientôt" in public
    assert f'href="{AGENDA}"' in alone
    assert f"/actualites/{one.pk}/evenement.ics" in alone
    assert 'href="/agenda/"' in square
    assert client.get("/agenda/")["Location"] == AGENDA
    client.force_login(person_of(lives_in=None))
    assert client.get("/agenda/")["Location"] == "/bienvenue/"


def test_what_is_to_come_stands_on_the_square_however_early_it_was_announced(client):
    event_of(officer_of(), starts_at=NOW + timedelta(days=40))
    seen = []
    for days in (39, 41):
        with time_machine.travel(NOW + timedelta(days=days), tick=False):
            client.force_login(person_of(f"Voisin{days}"))
            seen.append("Loto" in words(client.get("/place/")))

    assert seen == [True, False]


def test_who_lives_elsewhere_is_told_how_to_come(client):
    toulouse = commune_of("31555")
    for commune, place in ((commune_of(), (43.53, 1.23)), (toulouse, (43.6, 1.44))):
        commune.latitude, commune.longitude = place
        commune.save()
    one = event_of(officer_of())
    gone = event_of(officer_of(), starts_at=NOW - timedelta(hours=1))
    plain = announcement_of(officer_of(), title="Rien")
    client.force_login(person_of("Rose", lives_in="31555"))

    said = ["Comment venir" in words(client.get(each.get_absolute_url())) for each in (one, gone, plain)]
    client.force_login(person_of())
    at_home = words(client.get(one.get_absolute_url()))

    assert said == [True, False, False]
    assert "Comment venir" not in at_home
    client.logout()
    assert "Comment venir" not in words(client.get(one.get_absolute_url()))


def test_an_event_is_counted_as_long_as_it_stands():
    officer = officer_of()
    one = event_of(officer, published=False)
    assert not Event.objects.exists()

    actions.publish(one.pk)
    assert Event.objects.get().starts_at == one.starts_at
    actions.change(one.pk, officer, starts_at=NOW + timedelta(days=8))
    assert Event.objects.get().starts_at == NOW + timedelta(days=8)
    actions.change(one.pk, officer, place="")
    assert not Event.objects.exists()
    actions.change(one.pk, officer, place="La halle")
    assert Event.objects.get().source == f"announcement:{one.pk}"
    actions.withdraw(one.pk)
    assert not Event.objects.exists()


def test_those_that_were_online_before_are_counted_by_the_migration():
    officer = officer_of()
    event_of(officer)
    for other in ({"place": ""}, {"published": False}, {"level": "emergency"}):
        event_of(officer, **{"ends_at": NOW + timedelta(days=3)} | other)
    kept = list(Event.objects.values_list("commune", "starts_at", "source"))
    event_of(officer, starts_at=datetime(26, 12, 5, 10, tzinfo=UTC))
    Event.objects.all().delete()

    with connection.cursor() as cursor:
        cursor.execute(import_module("placette.civic.migrations.0010_events_counted").COUNTED)

    assert list(Event.objects.values_list("commune", "starts_at", "source")) == kept
    assert len(kept) == 1


def test_what_old_processes_did_during_an_upgrade_is_counted_in_the_night():
    officer = officer_of()
    kept, missed, moved, taken, placeless, old = (event_of(officer, title=str(each)) for each in range(6))
    gone = event_of(officer, title="Effacée avec son espace")
    Event.objects.filter(source=f"announcement:{missed.pk}").delete()
    of = Announcement.objects.filter
    of(pk=moved.pk).update(starts_at=NOW + timedelta(days=9))
    of(pk=taken.pk).update(state="withdrawn", withdrawn_at=NOW)
    of(pk=placeless.pk).update(place="")
    Event.objects.filter(source=f"announcement:{old.pk}").delete()
    of(pk=old.pk).update(starts_at=datetime(26, 12, 5, 10, tzinfo=UTC))
    with letting_go():
        of(pk=gone.pk).delete()  # its figure stays

    for _night in range(2):
        tasks.count_events(0)

        assert dict(Event.objects.values_list("source", "starts_at")) == {
            f"announcement:{kept.pk}": kept.starts_at,
            f"announcement:{missed.pk}": missed.starts_at,
            f"announcement:{moved.pk}": NOW + timedelta(days=9),
            f"announcement:{gone.pk}": gone.starts_at,
        }
        assert ledger.miscounted(NOW) == []


def test_an_event_of_long_ago_moves_no_beginning(client):
    officer = officer_of()
    event_of(officer, starts_at=NOW - timedelta(days=1))
    event_of(officer, starts_at=datetime(26, 12, 5, 10, tzinfo=UTC))

    refresh(NOW)

    assert {(each.span, each.starts_on) for each in Sheet.objects.all()} == {
        ("month", date(2026, 11, 1)),
        ("quarter", date(2026, 10, 1)),
        ("year", date(2026, 1, 1)),
    }


def test_the_dashboard_says_how_many_were_held_however_few(client):
    officer = officer_of()
    Space.objects.update(opened_at=NOW - timedelta(days=40))
    for days in (30, 35, 40):
        event_of(officer, starts_at=NOW - timedelta(days=days))
    event_of(officer, starts_at=NOW - timedelta(days=1))
    event_of(officer)  # still to come: not held yet
    taken_back = event_of(officer, starts_at=NOW - timedelta(days=36))
    refresh(NOW)
    assert Month.objects.get(series="events").amount == 4
    actions.withdraw(taken_back.pk)
    refresh(NOW)

    cells = {
        (each.span, each.starts_on.month): each.figures["cells"]["events"]
        for each in Sheet.objects.all()
        if "cells" in each.figures
    }
    before = list(Sheet.objects.order_by("span", "starts_on").values_list("figures", flat=True))
    recompute()
    refresh(NOW)

    assert cells == {
        ("month", 10): [3, 1],
        ("month", 11): [1, 0],
        ("quarter", 10): [4, 0],
        ("year", 1): [4, 0],
    }
    assert list(Sheet.objects.order_by("span", "starts_on").values_list("figures", flat=True)) == before
    client.force_login(officer)
    board = words(client.get("/mairie/tableau/", {"periode": "2026-10"}))
    assert 'href="/methode/#events"' in board
    csv = client.get("/mairie/tableau/chiffres.csv").content.decode("utf-8-sig")
    assert "Événements" in csv.splitlines()[0]
    assert "Montré même quand il y en a peu" in words(client.get("/methode/"))


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("turn", range(4))
def test_changed_and_withdrawn_at_the_same_moment_it_is_counted_only_if_it_stands(turn):
    officer = officer_of()
    one = event_of(officer)

    def act(number: int) -> None:
        if number == turn:
            actions.withdraw(one.pk)
        else:
            actions.change(one.pk, officer, starts_at=NOW + timedelta(days=number + 1))

    at_once(act, range(4), refusals=Refused)

    assert not Event.objects.exists()
    assert Announcement.objects.get().state == Announcement.State.WITHDRAWN
