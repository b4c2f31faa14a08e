"""Where a crew sets out and where it goes."""

import re
import uuid
from datetime import timedelta

import pytest
from django.conf import settings as site
from django.db import IntegrityError, transaction

from placette.carpool.crews import queries
from placette.carpool.models import Crew, CrewMember, CrewRider, CrewTurn
from placette.carpool.tests.factories import way_of
from placette.carpool.tests.router_server import router_server
from placette.people.tests.factories import person_of
from placette.places.models import Spelling

from .factories import MONDAY, NOW, crew_of, member

pytestmark = pytest.mark.django_db
FORM = {
    "kind": "school", "name": "Les écoliers", "place_name": "École de la Cité", "start": "43,530 ; 1,210",
    "end": "43,541 ; 1,236", "weekdays": ["0"], "out_clock": "08:20", "needs": "1", "seats": "4",
}  # fmt: skip
HOME, AWAY = (43.53, 1.23), (43.604, 1.444)


def found(client, **typed) -> str:
    return client.post("/equipages/nouveau/", FORM | typed, follow=True).content.decode()


def test_the_length_is_by_the_road_and_is_asked_of_nobody(client, jeanne):
    client.force_login(jeanne)
    empty = client.get("/equipages/nouveau/").content.decode()
    page = found(client, km="77")

    assert "Longueur du trajet" not in empty
    assert 2_500 < Crew.objects.get().road < 4_000
    assert "depuis Fonsorbes, 3 km" in re.sub(r"[\xa0\u202f]", " ", page)


def test_the_same_form_twice_is_one_crew_whatever_the_router_answers_and_another_length_is_another(
    client, jeanne, settings
):
    client.force_login(jeanne)
    key = str(uuid.uuid4())
    found(client, key=key)
    with router_server() as server:
        chosen = {"router_url": server.address, "router_kind": "osrm"}
        settings.CONFIGURATION = site.CONFIGURATION.model_copy(update=chosen)
        found(client, key=key)
        assert server.asked
    assert Crew.objects.count() == 1

    for km in ("1,4", "2"):
        found(client, key=key, start="43,541 ; 1,236", km=km)
    assert Crew.objects.count() == 3


def test_two_ends_in_one_place_ask_for_it_and_lose_nothing(client, jeanne):
    client.force_login(jeanne)
    page = found(client, start="43,541 ; 1,236")
    assert "sont au même endroit" in page
    assert "Longueur du trajet" in page
    assert "École de la Cité" in page

    found(client, start="43,541 ; 1,236", km="1,4")

    assert Crew.objects.get().road == 1_400


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"end": ""}, "Dites où va l’équipage"),
        ({"end": "zzqxzzqx"}, "Nous ne trouvons pas ce lieu"),
        ({"start": "91 ; 1"}, "va de -90 à 90"),
        ({"end": "46,204 ; 6,143"}, "trop loin pour une voiture"),
    ],
)
def test_an_end_that_cannot_be_says_why(client, jeanne, typed, said):
    client.force_login(jeanne)

    assert said in found(client, **typed)
    assert not Crew.objects.exists()


def test_a_place_without_a_name_of_its_own_is_called_like_its_commune(client, jeanne):
    client.force_login(jeanne)
    found(client, place_name="")

    assert Crew.objects.get().place_name == "Fonsorbes"


def test_a_crew_of_before_keeps_its_words(client, crew, jeanne):
    client.force_login(jeanne)

    page = client.get(f"/equipages/{crew.pk}/").content.decode()

    assert "École de la Cité" in page
    assert "depuis" not in page
    with pytest.raises(IntegrityError, match="a_crew_has_both_ends_or_words"), transaction.atomic():
        Crew.objects.filter(pk=crew.pk).update(end_name="Toulouse")


@pytest.fixture
def afar(jeanne):
    """Jeanne's own, to Toulouse, with nobody in it yet."""
    Spelling.objects.create(
        commune=jeanne.memberships.get().commune, kind="name", label="Fonsorbes", key="fonsorbes", plain="fonsorbes", population=1
    )  # fmt: skip
    return crew_of(
        jeanne, now=NOW, start_name="Fonsorbes", start_latitude=HOME[0], start_longitude=HOME[1], end_name="Toulouse",
        end_latitude=AWAY[0], end_longitude=AWAY[1],
    )  # fmt: skip


def test_who_is_alone_in_it_still_reads_who_drives_there_then(
    client, afar, jeanne, django_assert_max_num_queries
):
    karim = person_of("Karim")
    way_of(karim, HOME, AWAY, weekdays=0b11111, clock=7 * 3600 + 1800)
    client.force_login(jeanne)
    client.get(f"/equipages/{afar.pk}/")

    with django_assert_max_num_queries(19):
        page = client.get(f"/equipages/{afar.pk}/").content.decode()

    assert "Comment venir ?" in page.replace("\xa0", " ").replace("\u202f", " ")
    assert "Karim M." in page
    assert "Demander" in page


@pytest.fixture
def of_two(jeanne, karim):
    """To Toulouse too."""
    return crew_of(
        jeanne, karim, now=NOW, start_name="Fonsorbes", start_latitude=HOME[0], start_longitude=HOME[1],
        end_name="Toulouse", end_latitude=AWAY[0], end_longitude=AWAY[1],
    )  # fmt: skip


def test_who_has_a_seat_in_it_is_not_sent_elsewhere(client, of_two, jeanne):
    way_of(person_of("Odile"), HOME, AWAY, on=MONDAY, clock=7 * 3600)
    client.force_login(jeanne)

    assert "Comment venir" not in client.get(f"/equipages/{of_two.pk}/").content.decode()


def next_out(crew, person):
    hers = member(crew, person)
    thing = queries.to_come(hers, queries.weeks(crew, hers, NOW), NOW)
    return thing and thing.at.date()


def test_the_first_day_on_which_she_goes_without_a_seat_is_shown(of_two, jeanne):
    on_tuesday = CrewRider.objects.filter(crew=of_two, day=MONDAY + timedelta(days=1))
    assert next_out(of_two, jeanne) is None

    on_tuesday.update(turn=None, seats=0, due=0)
    assert next_out(of_two, jeanne) == MONDAY + timedelta(days=1)  # on Monday she has one
    on_tuesday.filter(member__person=jeanne).update(state="away")
    assert next_out(of_two, jeanne) is None


def test_a_day_that_she_leaves_out_needs_no_ride(of_two, afar, jeanne):
    CrewTurn.objects.filter(crew=of_two).delete()
    CrewRider.objects.filter(crew=of_two, member__person=jeanne, day__lte=MONDAY).delete()
    assert next_out(of_two, jeanne) == MONDAY + timedelta(days=1)

    CrewMember.objects.filter(crew=afar).update(out_days=0b10)
    assert next_out(afar, jeanne) == MONDAY + timedelta(days=1)
