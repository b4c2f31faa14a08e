"""A place in a neighbour's car for who has no screen: she asks, those who pass offer it, and she chooses."""

from datetime import UTC, datetime

import pytest
import time_machine
from django.utils import translation

from placette.behalf import queries
from placette.behalf.papers.ride import slip
from placette.behalf.papers.sheet import sheet
from placette.behalf.rides import place_of
from placette.carpool.models import Booking, RideDeed, Trip
from placette.carpool.tasks import ask_if_done, remind
from placette.carpool.tests.jobs import tell_all
from placette.carpool.tests.test_journey import _communes, _thursday_morning
from placette.conversations.models import Message
from placette.impact.models import Exchange
from placette.notices.models import Notice
from placette.notices.queries import line
from placette.people.models import Consent, Deed
from placette.people.tests.factories import ambassador_of, commune_of, person_of, standing
from placette.trust.models import Line as TrailLine

from .factories import carried_by, said_to_her
from .purchases import plain, text_of
from .rides import asked, asked_for, drives, offered, step

__all__ = ["_communes", "_thursday_morning"]  # fixtures
pytestmark = pytest.mark.django_db
AFTERWARDS = datetime(2026, 11, 27, 12, tzinfo=UTC)


@pytest.fixture
def karim():
    return person_of("Karim", "Benali")


def test_from_what_she_asks_to_a_ride_that_counts(client, officer, consent, karim):
    drives(client, karim)

    trip = asked_for(client, officer, consent, note="Avec une canne.")
    tell_all()

    assert (trip.role, trip.deed.by, trip.deed.scope) == ("passenger", officer, "rides")
    told = Notice.objects.get(person=karim, kind="ride_match")
    assert plain(line(told).sentence).startswith(
        "Odette M. (par la mairie) cherche un trajet sur votre route"
    )
    client.force_login(karim)
    page = text_of(client.get(told.url))
    assert "par la mairie" in page
    assert "lui est lu par la mairie, qui répond en son nom" in page
    assert "Sandrine" not in page
    his = text_of(client.get(Trip.objects.get(author=karim).get_absolute_url()))
    assert "Sans écran : votre proposition lui est lue par la mairie" in his
    booking = offered(client, karim, trip)
    assert booking.state == "asked"

    client.force_login(officer)
    hers = text_of(client.get(f"/pour/{consent.pk}/"))
    assert "1 proposition à lui lire" in hers
    assert "Karim B. peut vous emmener" in hers, "among what is new"
    assert Notice.objects.filter(person=officer, kind="for_carried", url=f"/pour/{consent.pk}/").exists()
    page = text_of(client.get(f"/pour/{consent.pk}/trajets/{trip.pk}/"))
    for said in ("Karim B.", "passe la prendre", "Avec une canne.", "Elle est d’accord"):
        assert said in page
    agreed = text_of(step(client, officer, consent, booking, "accept"))
    assert "C’est convenu" in agreed
    assert "l’emmène" in agreed

    booking.refresh_from_db()
    assert (booking.state, booking.deed.by) == ("accepted", officer)
    answer = Notice.objects.get(person=karim, kind="ride")
    assert plain(line(answer).sentence).startswith("Odette M. (par la mairie) est d’accord")
    client.force_login(karim)
    thread = text_of(client.get(answer.url))
    assert "est d’accord" in thread
    assert "par la mairie" in thread

    with time_machine.travel(AFTERWARDS):
        client.force_login(karim)
        client.post(f"/places/{booking.pk}/bilan/", {"took_place": "yes"})
        client.force_login(officer)
        assert "a-t-il eu lieu" in text_of(client.get(f"/pour/{consent.pk}/"))
        step(client, officer, consent, booking, "report", took_place="yes", would_have_driven="no")
        step(client, officer, consent, booking, "report", took_place="yes")  # twice
    booking.refresh_from_db()
    assert (booking.state, booking.passenger_says_done, booking.would_have_driven) == ("done", True, False)
    assert Exchange.objects.count() == 1
    assert [each.what for each in RideDeed.objects.order_by("pk")] == ["asks", "accepts", "rode"]
    assert Deed.objects.count() == 3
    assert TrailLine.objects.filter(verb="carried.rode", by=officer).count() == 3


def test_the_same_form_sent_twice_is_one_request(client, officer, consent):
    key = "7c0e6cb1-3d5c-4b52-8a5a-0d3f1c2b4a5e"
    for _twice in range(2):
        asked_for(client, officer, consent, key=key)

    assert Trip.objects.count() == Deed.objects.count() == RideDeed.objects.count() == 1


def test_there_and_home_again(client, officer, consent):
    trip = asked_for(client, officer, consent, back_clock="11:30")

    assert [(way.direction, way.clock) for way in trip.ways.all()] == [("out", 28_800), ("back", 41_400)]
    assert "Retour" in text_of(client.get(f"/pour/{consent.pk}/trajets/{trip.pk}/"))


def test_what_cannot_be_asked_is_said_beside_its_field_and_nothing_typed_is_lost(client, officer, consent):
    client.force_login(officer)
    for wrong, why in (
        ({"end": "Nullepart-sur-Rien"}, "Nous ne trouvons pas ce lieu"),
        ({"end": ""}, "Où va-t-elle ?"),
        ({"on": "2026-11-20"}, "déjà passé"),
        ({"on": "hier"}, "date"),
        ({"clock": "25:00"}, "heure"),
        ({"seats": "99"}, "8"),
        ({"end": "Fonsorbes"}, "au même endroit"),
        ({"back_clock": "07:00"}, "avant l’aller"),
        ({"audience": "everybody"}, "choix"),
        ({"note": "x" * 501}, "500"),
    ):
        answer = client.post(f"/pour/{consent.pk}/trajet/", asked(**{"note": "Avec une canne."} | wrong))
        assert answer.status_code == 422, wrong
        assert why in text_of(answer), wrong
        assert 'value="2026-11-27"' in text_of(answer) or "on" in wrong
    # What is no part of her form is not read.
    sent = {"role": "driver", "shown_to_partners": "on", "women_only": "on", "rhythm": "weekly"}
    trip = asked_for(client, officer, consent, **sent)
    assert (trip.role, trip.shown_to_partners, trip.women_only) == ("passenger", False, False)
    assert trip.ways.get().on is not None


def test_nobody_who_acts_for_her_reads_of_a_drive(client, officer, consent, karim):
    trip = asked_for(client, officer, consent)
    drives(client, karim)  # a drive that passes, posted afterwards: he is told of her, and she of nobody

    told = Notice.objects.get(kind="ride_match")
    assert (told.person, told.url) == (karim, f"/trajets/{trip.pk}/")
    client.force_login(officer)
    for page in (f"/pour/{consent.pk}/", f"/pour/{consent.pk}/trajets/{trip.pk}/"):
        assert "Karim" not in text_of(client.get(page))
    his = Trip.objects.get(role="driver")
    assert client.get(f"/trajets/{his.pk}/").status_code == 404
    assert client.get(f"/trajets/{trip.pk}/").status_code == 404


def test_without_this_consent_nothing_is_asked_nor_read(client, officer, consent, karim):
    trip = asked_for(client, officer, consent)
    booking = offered(client, karim, trip)
    Consent.objects.filter(pk=consent.pk).delete()
    without = carried_by(officer, first_name="Simone", scopes=["posts", "writes", "agrees", "buys"])
    client.force_login(officer)

    for answer in (
        client.get(f"/pour/{without.pk}/trajet/", follow=True),
        client.post(f"/pour/{without.pk}/trajet/", asked(), follow=True),
        client.get(f"/pour/{without.pk}/trajets/{trip.pk}/", follow=True),
        client.post(f"/pour/{without.pk}/trajets/{trip.pk}/fin/", follow=True),
        client.post(f"/pour/{without.pk}/places/{booking.pk}/accept/", follow=True),
        client.get(f"/pour/{without.pk}/places/{booking.pk}/trajet.pdf", follow=True),
    ):
        assert "Son accord ne va pas jusque-là" in text_of(answer)
    assert not Trip.objects.filter(author=without.person).exists()
    assert (
        "Demander une place en voiture"
        not in text_of(client.get(f"/pour/{without.pk}/")).split("Son accord")[0]
    )


def test_a_place_is_asked_for_by_itself_and_never_ticked_beforehand(client, officer):
    client.force_login(officer)
    form = text_of(client.get("/pour/nouveau/"))
    assert not [each for each in form.split("<input") if 'name="rides"' in each and "checked" in each]
    said = {"first_name": "Odette", "last_name": "Marty", "how": "oral", "seen": "on", "rides": "on"}

    client.post("/pour/nouveau/", said | {"commune": "31187"})

    consent = Consent.objects.get()
    assert (consent.rides, consent.buys, consent.posts) == (True, False, False)
    anew = text_of(client.get(f"/pour/{consent.pk}/accord/"))
    assert not [each for each in anew.split("<input") if 'name="rides"' in each and "checked" in each]


def test_she_says_no_or_comes_no_more_and_the_driver_reads_why(client, officer, consent, karim):
    trip = asked_for(client, officer, consent)
    ana = person_of("Ana", "Costa")
    first, second = offered(client, karim, trip), offered(client, ana, trip)

    step(client, officer, consent, first, "decline", reason="Je préfère l’après-midi.")
    step(client, officer, consent, first, "decline", reason="Je préfère l’après-midi.")  # twice
    step(client, officer, consent, second, "accept")
    step(client, officer, consent, second, "cancel", reason="Le médecin a changé l’heure.")

    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.state, second.state) == ("declined", "cancelled")
    for driver, booking, why in ((karim, first, "l’après-midi"), (ana, second, "changé l’heure")):
        client.force_login(driver)
        assert why in text_of(client.get(f"/messages/{booking.contact.conversation_id}/"))
    assert [each.what for each in RideDeed.objects.order_by("pk")] == [
        "asks", "declines", "accepts", "cancels",
    ]  # fmt: skip
    assert Deed.objects.count() == 4


def test_a_yes_lets_the_other_offers_fall_and_a_wrong_word_loses_nothing(client, officer, consent, karim):
    trip = asked_for(client, officer, consent)
    ana = person_of("Ana", "Costa")
    first, second = offered(client, karim, trip), offered(client, ana, trip)

    long = text_of(step(client, officer, consent, first, "decline", reason="Non. " * 80))
    assert "trop longue" in long
    assert "Vos mots, à copier : « Non. Non." in long
    step(client, officer, consent, first, "accept")
    late = text_of(step(client, officer, consent, second, "accept"))

    second.refresh_from_db()
    assert second.state == "cancelled"
    assert "quelque chose d’autre a été convenu" in late
    fell = Message.objects.get(event="found")
    assert fell.deed.by == officer
    assert client.post(f"/pour/{consent.pk}/places/{second.pk}/board/").status_code == 404


def test_she_looks_no_further(client, officer, consent, karim):
    trip = asked_for(client, officer, consent)
    booking = offered(client, karim, trip)
    client.force_login(officer)

    for _twice in range(2):
        page = text_of(client.post(f"/pour/{consent.pk}/trajets/{trip.pk}/fin/", follow=True))

    assert "Elle ne cherche plus" in page
    booking.refresh_from_db()
    assert booking.state == "cancelled"
    assert [each.what for each in RideDeed.objects.order_by("pk")] == ["asks", "ends"]
    client.force_login(karim)
    assert client.get(f"/trajets/{trip.pk}/").status_code == 404
    answer = client.post(f"/trajets/aller/{trip.ways.get().pk}/emmener/", {"on": "2026-11-27"})
    assert answer.status_code == 404
    assert Booking.objects.count() == 1


def test_her_sheet_and_her_slip_tell_her_in_french_whoever_prints_them(client, officer, consent, karim):
    commune = commune_of()
    commune.town_hall_phone = "05 61 91 55 10"
    commune.save()
    trip = asked_for(client, officer, consent)
    booking = offered(client, karim, trip)
    step(client, officer, consent, booking, "accept")

    with translation.override("en"):
        said = sheet(consent, queries.said(consent))["said"]
        paper = slip(Consent.objects.get(pk=consent.pk), place_of(consent, standing(officer), booking.pk))

    assert [plain(each[3]) for each in said] == [
        "Vous êtes d’accord : Karim B. vous emmène vendredi 27 novembre à 8 h.",
        "Vous demandez une place vendredi 27 novembre à 8 h.",
    ]
    assert [plain(each[2]) for each in said] == ["Trajet : Fonsorbes → Toulouse"] * 2
    assert plain(paper["when"]) == "Vendredi 27 novembre à 8 h"
    facts = {name: plain(text) for name, text in paper["facts"]}
    assert facts["Avec"] == "Karim B., qui conduit"
    assert facts["On vous prend à"] == "Fonsorbes"
    assert "de la main à la main" in facts["Votre participation"]
    assert "Appelez la mairie au 05 61 91 55 10" in paper["cancel"][1]
    printed = client.get(f"/pour/{consent.pk}/places/{booking.pk}/trajet.pdf")
    assert printed.content.startswith(b"%PDF")
    step(client, officer, consent, booking, "cancel")
    assert client.get(f"/pour/{consent.pk}/places/{booking.pk}/trajet.pdf").status_code == 404


def test_the_evening_before_and_the_day_after_who_acts_for_her_hears(client, officer, consent, karim):
    booking = offered(client, karim, asked_for(client, officer, consent))
    step(client, officer, consent, booking, "accept")
    said_to_her(client, consent)

    def news() -> str:
        client.force_login(officer)
        return plain(text_of(client.get(f"/pour/{consent.pk}/")))

    assert "À lui dire" not in news()
    with time_machine.travel(datetime(2026, 11, 26, 18, tzinfo=UTC)):
        remind.func(0)
        client.force_login(karim)
        assert "Rappel, avec Karim B. : Fonsorbes → Toulouse" in news()
    with time_machine.travel(AFTERWARDS):
        client.force_login(officer)
        said_to_her(client, consent)
        ask_if_done.func(0)
        assert "a-t-il eu lieu" in news()
    assert Notice.objects.filter(person=officer, kind="for_carried").count() >= 3


def test_in_their_conversation_the_driver_reads_who_reads_him(client, officer, consent, karim):
    trip = asked_for(client, officer, consent)
    client.force_login(karim)
    way = trip.ways.get()

    answer = client.post(f"/trajets/aller/{way.pk}/emmener/", {"on": "2026-11-27"}, follow=True)

    assert "votre proposition est lue à Odette M., qui choisit" in text_of(answer)
    assert "ce que vous écrivez ici lui est lu par la mairie" in text_of(answer)
    client.post(answer.redirect_chain[-1][0], {"body": "Je klaxonne devant chez vous."})
    booking = Booking.objects.get()
    client.force_login(officer)
    thread = text_of(client.get(f"/pour/{consent.pk}/messages/{booking.contact.conversation_id}/"))
    assert "Je klaxonne devant chez vous." in thread
    assert f"/pour/{consent.pk}/trajets/{trip.pk}/" in thread


def test_without_her_leave_to_read_no_message_of_the_driver_opens(client, officer, karim):
    consent = carried_by(officer, scopes=["rides"])
    booking = offered(client, karim, asked_for(client, officer, consent))
    thread = f"messages/{booking.contact.conversation_id}/"

    assert "personne ne lui lit ses messages" in text_of(client.get(f"/{thread}"))
    client.force_login(officer)
    assert client.get(f"/pour/{consent.pk}/{thread}").status_code == 404
    assert "Lire et écrire" not in text_of(step(client, officer, consent, booking, "accept"))


def test_too_many_acts_wait_and_too_many_requests(client, officer, consent, karim, monkeypatch):
    trip = asked_for(client, officer, consent)
    booking = offered(client, karim, trip)
    monkeypatch.setattr("placette.behalf.views.guard.ACTS_AN_HOUR", 0)

    assert "attendez un peu" in text_of(step(client, officer, consent, booking, "accept"))
    page = client.post(f"/pour/{consent.pk}/trajet/", asked(note="Avec une canne."))

    assert page.status_code == 422
    assert "Avec une canne." in text_of(page)
    monkeypatch.undo()
    monkeypatch.setattr("placette.behalf.views.rides.ASKED_A_DAY", 0)
    assert "revenez demain" in text_of(client.post(f"/pour/{consent.pk}/trajet/", asked()))
    assert Trip.objects.filter(role="passenger").count() == 1


def test_her_rides_cost_the_same_whatever_there_is(
    client, officer, consent, karim, django_assert_max_num_queries
):
    trips = [asked_for(client, officer, consent, clock=f"{hour:02}:00") for hour in (8, 10, 14)]
    for driver in (karim, person_of("Ana", "Costa"), person_of("Léo", "Roux")):
        for trip in trips:
            offered(client, driver, trip)
    client.force_login(officer)

    with django_assert_max_num_queries(23):
        client.get(f"/pour/{consent.pk}/")
    with django_assert_max_num_queries(11):
        client.get(f"/pour/{consent.pk}/trajets/{trips[0].pk}/")
    with django_assert_max_num_queries(10):
        client.get(f"/pour/{consent.pk}/trajet/")


def test_an_ambassador_asks_for_her_too_and_is_named(client, karim):
    lucien = ambassador_of()
    consent = carried_by(lucien, "ambassador")
    trip = asked_for(client, lucien, consent)

    client.force_login(karim)

    page = text_of(client.get(f"/trajets/{trip.pk}/"))
    assert "lu par Odette S., ambassadeur·rice, qui répond en son nom" in page
