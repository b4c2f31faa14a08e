"""A crew from its founding to its last ride, as browsers ask for it."""

import re
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.db.models import F

from placette.carpool.crews import invitations
from placette.carpool.crews.actions import members
from placette.carpool.crews.tasks import plan_ahead
from placette.carpool.models import Crew, CrewMember, CrewRider, CrewTurn
from placette.conversations.models import Message, Participant
from placette.notices.models import Notice
from placette.people.models import Membership
from placette.people.tests.factories import person_of
from placette.places import cells

from .factories import AFTERNOON, MONDAY, NOW, crew_of, drivers, member, tap

pytestmark = pytest.mark.django_db


def test_formed_joined_by_a_link_planned_and_shown(client, jeanne, karim):
    client.force_login(jeanne)
    formed = client.post(
        "/equipages/nouveau/",
        {
            "kind": "school", "name": "Les écoliers", "place_name": "École de la Cité",
            "start": "43,530 ; 1,210", "end": "43,541 ; 1,236",
            "weekdays": ["0", "1", "3", "4"], "out_clock": "08:20", "back_clock": "", "needs": "2", "seats": "4",
            "rests": "on",
        },
        follow=True,
    )  # fmt: skip
    crew = Crew.objects.get()
    assert (crew.weekdays, crew.rests_with_zone, crew.back_clock) == (0b11011, "C", None)
    assert 2_500 < crew.road < 4_000  # 2.4 km in a straight line between the two hexagons
    assert crew.end == ("Fonsorbes (43,540 ; 1,236)", cells.centre(cells.cell_at(43.541, 1.236)))
    link = re.search(r"/equipages/invitation/[\w:=-]+/", formed.content.decode())
    assert link
    assert CrewTurn.objects.count() == 0

    client.force_login(karim)
    assert "Jeanne M. vous invite" in client.get(link[0]).content.decode()
    client.post(link[0], {"needs": "1", "seats": "3", "out_days": ["0", "1", "3", "4"]})

    page = client.get(f"/equipages/{crew.pk}/").content.decode()
    assert "Cette semaine" in page
    assert "Chacun sa part" in page
    assert Participant.objects.filter(conversation=crew.conversation).count() == 2
    assert Notice.objects.get(person=jeanne).facts["step"] == "joined"
    # Two children to one: Jeanne drives twice as often.
    assert drivers(crew) == [(27, "Jeanne"), (30, "Karim"), (1, "Jeanne"), (3, "Jeanne"), (4, "Karim")]


def test_an_invited_neighbour_accepts_or_not(client, jeanne, karim):
    crew = crew_of(jeanne, now=NOW)
    client.force_login(jeanne)
    page = client.get(f"/equipages/{crew.pk}/", {"voisin": "kar"}).content.decode()
    assert f'value="{karim.pk}"' in page
    client.post(f"/equipages/{crew.pk}/inviter/", {"person": karim.pk})
    client.post(f"/equipages/{crew.pk}/inviter/", {"person": karim.pk})
    assert Notice.objects.filter(person=karim, kind="crew").count() == 1

    client.force_login(karim)
    assert "vous invite" in client.get("/equipages/").content.decode()
    assert client.get(f"/equipages/{crew.pk}/")["Location"] == "/equipages/"
    client.post(f"/equipages/{crew.pk}/quitter/")
    assert "vous invite" not in client.get("/equipages/").content.decode()
    assert client.get(f"/equipages/{crew.pk}/rejoindre/").status_code == 404


def test_a_no_holds_for_a_month_and_a_link_stays_open(client, crew, jeanne):
    odile = person_of("Odile")
    members.leave(members.invite(crew, jeanne, odile), NOW)
    client.force_login(jeanne)
    again = client.post(f"/equipages/{crew.pk}/inviter/", {"person": odile.pk}, follow=True)
    assert "a dit non ou est partie" in again.content.decode()
    assert Notice.objects.filter(person=odile, kind="crew").count() == 1
    with time_machine.travel(NOW + timedelta(days=31)):
        members.leave(members.invite(crew, jeanne, odile), NOW + timedelta(days=31))

    client.force_login(odile)
    link = invitations.address_of(member(crew, jeanne)).partition("/equipages")[2]
    client.post(f"/equipages{link}", {"needs": "1", "seats": "0", "out_days": ["0"]})
    assert member(crew, odile).joined_at


def test_whom_a_member_has_invited_she_alone_sees_until_the_yes(client, crew, jeanne, karim):
    odile = person_of("Odile")
    members.invite(crew, jeanne, odile)
    pages = {}
    for reader in (jeanne, karim):
        client.force_login(reader)
        pages[reader] = client.get(f"/equipages/{crew.pk}/").content.decode()

    assert "Odile" in pages[jeanne]
    assert "Odile" not in pages[karim]


def test_strangers_see_nothing_and_old_links_neither(client, crew, jeanne):
    link = invitations.address_of(member(crew, jeanne)).partition("/equipages")[2]
    client.force_login(person_of("Odile"))
    assert client.get(f"/equipages/{crew.pk}/").status_code == 404
    assert tap(client, crew, "take").status_code == 404
    assert client.get("/equipages/invitation/x/").status_code == 404
    assert client.get(f"/equipages{link}").status_code == 200

    with time_machine.travel(NOW + timedelta(days=8)):
        expired = client.get(f"/equipages{link}")
    assert "Un lien dure une semaine" in expired.content.decode()
    members.leave(member(crew, jeanne), NOW)
    assert client.get(f"/equipages{link}").status_code == 404


def test_who_is_not_verified_any_more_changes_nothing(client, crew):
    newcomer = person_of("Rose", verified=False)
    CrewMember.objects.create(crew=crew, person=newcomer, joined_at=NOW, seats=4)
    client.force_login(newcomer)

    assert tap(client, crew, "take").status_code == 403
    assert not CrewTurn.objects.filter(driver__person=newcomer).exists()


def test_who_is_not_verified_any_more_drives_no_more_and_may_leave(client, crew, jeanne, karim):
    lea = person_of("Léa")
    members.join(crew, lea, NOW, jeanne, needs=1, seats=4)
    Membership.objects.filter(person=karim).update(verified_at=None)
    plan_ahead(0)
    assert {name for _, name in drivers(crew)} == {"Jeanne", "Léa"}

    client.force_login(karim)
    assert f"/equipages/{crew.pk}/quitter/" in client.get("/equipages/").content.decode()
    client.post(f"/equipages/{crew.pk}/quitter/")
    assert not Participant.objects.filter(person=karim).exists()
    assert client.get("/equipages/").status_code == 403


def test_who_founded_it_removes_a_member_and_nobody_else_does(client, crew, jeanne, karim):
    Notice.objects.all().delete()
    client.force_login(karim)
    hers, his = (f"/equipages/{crew.pk}/retirer/{member(crew, each).pk}/" for each in (jeanne, karim))
    assert client.post(hers).status_code == 404
    assert "/retirer/" not in client.get(f"/equipages/{crew.pk}/").content.decode()

    client.force_login(jeanne)
    page = client.get(f"/equipages/{crew.pk}/").content.decode()
    assert his in page
    assert hers not in page
    assert client.post(hers).status_code == 404
    client.post(his)
    assert CrewMember.objects.get(person=karim).left_at == NOW
    assert not Participant.objects.filter(person=karim).exists()
    assert Message.objects.filter(event="removed").count() == 1
    assert not Notice.objects.exists()
    assert client.post(his).status_code == 404


def test_leaving_gives_the_turns_to_the_others_and_the_last_one_ends_it(client, crew, jeanne, karim):
    client.force_login(karim)
    client.post(f"/equipages/{crew.pk}/quitter/")
    assert drivers(crew) == []
    assert not Participant.objects.filter(person=karim).exists()
    assert client.get(f"/equipages/{crew.pk}/").status_code == 404

    client.force_login(jeanne)
    client.post(f"/equipages/{crew.pk}/quitter/")
    crew.refresh_from_db()
    assert crew.ended_at == NOW


def test_it_rests_on_holidays(jeanne, karim):
    with time_machine.travel("2026-12-15T08:00:00+00:00", tick=False):
        crew = crew_of(jeanne, karim, now=datetime(2026, 12, 15, 8, 0, tzinfo=UTC), rests_with_zone="C")

    assert {each.day for each in CrewTurn.objects.filter(crew=crew)} == {
        date(2026, 12, 17),
        date(2026, 12, 18),
    }


def test_a_day_off_is_as_wide_as_the_ways_that_the_crew_goes(client, jeanne, karim):
    with time_machine.travel("2026-12-17T05:00:00+00:00", tick=False):
        client.force_login(jeanne)
        for back, wide in ((None, False), (AFTERNOON, True)):
            crew = crew_of(jeanne, karim, now=datetime.now(UTC), rests_with_zone="C", back_clock=back)
            page = client.get(f"/equipages/{crew.pk}/").content.decode()

            assert "Vacances ou jour férié" in page
            assert ('colspan="2"' in page) == wide


def test_a_crew_larger_than_a_car_takes_two(jeanne, karim):
    crew = crew_of(jeanne, karim, person_of("Léa"), person_of("Paul"), person_of("Rose"), now=NOW, seats=3)

    on_monday = CrewTurn.objects.filter(crew=crew, day=MONDAY)
    assert [each.car for each in on_monday] == [1, 2]
    assert sum(each.taken for each in on_monday) == 5
    with pytest.raises(IntegrityError, match="nobody_rides_without_a_seat"), transaction.atomic():
        on_monday.filter(car=1).update(taken=F("seats") + 1)


def test_co_workers_come_on_days_of_their_own(client, jeanne, karim):
    crew = crew_of(
        jeanne, karim, person_of("Léa"), now=NOW, kind="work", weekdays=0b11111, back_clock=17 * 3600, seats=3
    )
    client.force_login(karim)
    client.post(
        f"/equipages/{crew.pk}/mes-jours/", {"seats": "2", "out_days": ["0", "1"], "back_days": ["0"]}
    )

    his = CrewRider.objects.filter(member__person=karim, day__gte=MONDAY)
    assert {(each.day.weekday(), each.direction) for each in his} == {(0, "out"), (1, "out"), (0, "back")}
    assert CrewTurn.objects.filter(day=MONDAY, direction="out").count() == 1
    on_board = CrewTurn.objects.get(day=MONDAY, direction="out")
    assert on_board.taken == 2  # the driver needs no other seat


def test_the_page_asks_few_queries(client, jeanne, karim, django_assert_max_num_queries):
    crew = crew_of(jeanne, karim, *(person_of(f"Voisin{n}") for n in range(6)), now=NOW, back_clock=16 * 3600)
    client.force_login(jeanne)
    client.get(f"/equipages/{crew.pk}/")

    with django_assert_max_num_queries(16):
        page = client.get(f"/equipages/{crew.pk}/")
    assert page.status_code == 200
