"""The proof register: who is asked, what is sent, what is not."""

import json
import logging
from datetime import UTC, datetime, timedelta

import jsonschema_rs
import pytest
import yaml
from django.core.management import call_command

from placette.carpool.actions import proofs
from placette.carpool.models import Journey, ProofIdentity
from placette.carpool.proof.register import Register, configured
from placette.carpool.tasks import prove
from placette.core.asking import NoAnswer
from placette.core.configuration import PROJECT
from placette.core.tests.racing import at_once
from placette.people.tests.factories import person_of

from .factories import MONDAY, way_of
from .proof_server import CONTRACT, VALIDATOR, running
from .rides import ride_of

PUBLISHED = PROJECT.parent / "shared/standards/registre-preuve-covoiturage_openapi_v3.3.yaml"
NOW = datetime(2026, 11, 30, 9, tzinfo=UTC)  # two hours after the ride began
PHONE = "06 12 34 56 78"


@pytest.fixture
def there():
    with running() as server:
        yield server


def sender(there):
    return Register(there.url, "us", "known", "A")


def agreed_ride(*, asked=True, **fields):
    driver, passenger = person_of("Jeanne", "D’Hérûg-de-l’Hérault"), person_of("Paul", "Œuvrard")
    if asked:
        proofs.join(driver, PHONE, "31187", None)
        proofs.join(passenger, "+33 7 68 12 34 56", "31187", True)
    return ride_of(way_of(driver), passenger, share_cents=200, **fields)


@pytest.mark.django_db
def test_of_a_number_a_digest_is_kept_and_all_but_its_end():
    ride = agreed_ride()

    kept = ProofIdentity.objects.get(person=ride.passenger)

    assert kept.phone_trunc == "+337681234"
    assert "33768123456" not in f"{kept.identity_key}{kept.phone_trunc}"


@pytest.mark.skipif(not PUBLISHED.exists(), reason="the published contract is not here")
def test_the_contract_of_the_tests_is_the_published_one():
    published = yaml.safe_load(PUBLISHED.read_text())
    post = published["paths"]["/journeys"]["post"]["requestBody"]["content"]["application/json"]["schema"]

    assert CONTRACT["required"] == post["required"]
    assert set(CONTRACT["properties"]) == set(post["properties"])
    theirs = published["components"]["schemas"]
    for name, schema in CONTRACT["components"]["schemas"].items():
        assert schema.get("required") == theirs[name].get("required")
        assert schema.get("pattern") == theirs[name].get("pattern")
        assert set(schema.get("properties", ())) == set(theirs[name].get("properties", ()))


@pytest.mark.django_db
def test_a_ride_has_the_shape_of_the_contract_and_names_nobody():
    ride = agreed_ride(seats=2)
    proofs.prepare_due(NOW)

    sent = proofs.as_sent(Journey.objects.get(), "A")

    VALIDATOR.validate(sent)
    assert (sent["driver"]["revenue"], sent["passenger"]["contribution"]) == (200, 200)
    assert sent["start"]["datetime"] == "2026-11-30T07:00:00Z"
    assert sent["distance"] == ride.road
    text = json.dumps(sent)
    assert not any(word in text for word in ("Paul", "Jeanne", "uvrard", "example.org", "768123456"))


@pytest.mark.django_db
def test_two_passengers_of_one_car_have_one_trip_and_the_next_day_another():
    ride = agreed_ride()
    zoe = person_of("Zoé")
    proofs.join(zoe, "06 98 76 54 32", "31187", None)
    ride_of(ride.way, zoe)
    ride_of(ride.way, zoe, day=MONDAY + timedelta(days=1))
    proofs.prepare_due(NOW)

    sent = [proofs.as_sent(each, "A") for each in Journey.objects.order_by("booking")]

    assert sent[0]["operator_trip_id"] == sent[1]["operator_trip_id"] != sent[2]["operator_trip_id"]
    assert sent[1]["passenger"]["identity"]["over_18"] is None


def test_the_server_of_the_tests_refuses_what_the_contract_does():
    assert not VALIDATOR.is_valid({})
    with pytest.raises(jsonschema_rs.ValidationError):
        VALIDATOR.validate({"operator_journey_id": "A-B"})


@pytest.mark.django_db
def test_only_rides_that_both_let_go_there_and_that_took_place_are_prepared():
    agreed_ride(asked=False)
    agreed_ride(state="accepted")
    one_only = agreed_ride()
    proofs.leave(one_only.passenger)
    agreed_ride(day=MONDAY - timedelta(days=2))
    ready = agreed_ride()

    proofs.prepare_due(NOW)
    proofs.prepare_due(NOW)

    assert [each.booking for each in Journey.objects.all()] == [ready]


@pytest.mark.django_db
def test_a_ride_is_sent_once(there):
    agreed_ride()
    proofs.prepare_due(NOW)

    proofs.send_due(sender(there), NOW)
    proofs.send_due(sender(there), NOW)

    journey = Journey.objects.get()
    assert there.faults == []
    assert list(there.taken) == [journey.uuid.hex]
    assert (journey.state, journey.attempts, there.tokens) == ("sent", 1, 1)


@pytest.mark.django_db(transaction=True)
def test_of_two_workers_at_once_one_sends_it(there):
    agreed_ride()
    proofs.prepare_due(NOW)

    at_once(lambda _: proofs.send_due(sender(there), NOW), range(4))

    assert there.posts == 1
    assert Journey.objects.get().state == "sent"


@pytest.mark.django_db
def test_one_that_is_there_already_counts_as_sent(there):
    agreed_ride()
    proofs.prepare_due(NOW)
    proofs.send_due(sender(there), NOW)
    Journey.objects.update(state="waiting")  # the answer was lost

    proofs.send_due(sender(there), NOW)

    assert Journey.objects.get().state == "sent"
    assert len(there.taken) == 1


@pytest.mark.django_db
def test_a_token_that_has_run_out_is_renewed(there):
    register = sender(there)
    register.token = "five minutes old"
    agreed_ride()
    proofs.prepare_due(NOW)

    proofs.send_due(register, NOW)

    assert Journey.objects.get().state == "sent"


@pytest.mark.django_db
def test_what_our_own_checks_refuse_is_never_sent(there):
    agreed_ride()
    proofs.prepare_due(NOW)

    proofs.send_due(sender(there), NOW + timedelta(days=1))

    journey = Journey.objects.get()
    assert (journey.state, journey.labels) == ("refused_here", ["expired"])
    assert there.taken == {}
    assert there.tokens == 0


@pytest.mark.django_db
def test_what_the_register_refuses_keeps_its_reason(there):
    there.refuses = ["too_many_trips_by_day"]
    agreed_ride()
    proofs.prepare_due(NOW)

    proofs.send_due(sender(there), NOW)

    journey = Journey.objects.get()
    assert (journey.state, journey.labels) == ("refused_there", ["too_many_trips_by_day"])


@pytest.mark.django_db
@pytest.mark.parametrize("status", [401, 403, 429, 500, 503, 302])
def test_while_the_register_is_away_the_ride_waits_and_nothing_personal_is_logged(there, status, caplog):
    there.status = status
    agreed_ride()
    proofs.prepare_due(NOW)

    with caplog.at_level(logging.DEBUG):
        proofs.send_due(sender(there), NOW)

    journey = Journey.objects.get()
    assert (journey.state, journey.attempts) == ("waiting", 1)
    identity = ProofIdentity.objects.first()
    assert not any(
        secret in caplog.text for secret in (identity.identity_key, identity.phone_trunc, "known", "43.5")
    )
    there.status = 0
    proofs.send_due(sender(there), NOW)
    assert Journey.objects.get().state == "sent"


def test_nobody_there():
    with pytest.raises(NoAnswer, match=r"^NewConnectionError$"):
        Register("http://127.0.0.1:9/v3.3", "us", "known", "A").send({})


@pytest.mark.django_db
def test_who_says_no_more_is_not_sent(there):
    ride = agreed_ride()
    proofs.prepare_due(NOW)

    proofs.leave(ride.passenger)
    proofs.send_due(sender(there), NOW)

    assert there.taken == {}
    assert not Journey.objects.exists()
    assert not ProofIdentity.objects.filter(person=ride.passenger).exists()


def given_by_the_operator(settings, **fields):
    settings.CONFIGURATION = settings.CONFIGURATION.model_copy(update=fields)


@pytest.mark.django_db
def test_by_default_nothing_is_kept_and_nothing_sent(there, settings, time_machine):
    time_machine.move_to(NOW)
    agreed_ride()
    prove(0)
    assert configured() is None
    assert not Journey.objects.exists()

    given_by_the_operator(settings, proof_class="A")
    prove(0)
    assert Journey.objects.get().state == "waiting"
    assert there.taken == {}

    given_by_the_operator(settings, proof_url=there.url, proof_access_key="us", proof_secret_key="known")
    prove(0)
    assert Journey.objects.get().state == "sent"
    assert [each["operator_class"] for each in there.taken.values()] == ["A"]


@pytest.mark.django_db
def test_the_export_writes_one_ride_a_line_and_names_refusals_by_number(capsys, time_machine):
    time_machine.move_to(NOW)
    agreed_ride()
    short = agreed_ride(road=900)
    proofs.prepare_due(NOW)

    call_command("export_carpool_journeys", "--since", "2026-11-30", "--class", "B")

    said = capsys.readouterr()
    [line] = said.out.splitlines()
    VALIDATOR.validate(json.loads(line))
    assert json.loads(line)["operator_class"] == "B"
    assert f"{short.journey.uuid.hex}: distance_too_short" in said.err
