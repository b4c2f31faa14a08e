"""The site as `make run` starts it, with its real processes, through what happens to a machine."""

import asyncio
import contextlib
import functools
import http.client
import json
import os
import signal
import socket
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from bench.residents import Connection, together

from .running_site import PATIENCE, Site, environment, free_port, placette, processes_of, running, until


@pytest.fixture(scope="module")
def var(copy_of_the_demo: Callable[[str], Path]) -> Path:
    return copy_of_the_demo("processes")


@pytest.fixture(scope="module")
def sturdy(copy_of_the_demo: Callable[[str], Path]) -> Iterator[Site]:
    """For tests that break it: it recovers from each by itself, before the next one. A proxy stands before it, and two
    processes answer its pages."""
    with running(copy_of_the_demo("sturdy"), PLACETTE_PROXIES="1", PLACETTE_WEB_WORKERS="2") as started:
        yield started


@contextlib.contextmanager
def stream(site: Site, cookie: str) -> Iterator[Iterator[str]]:
    """The lines of a live stream."""
    with contextlib.closing(
        http.client.HTTPConnection("127.0.0.1", site.port, timeout=PATIENCE)
    ) as connection:
        connection.request("GET", "/live/", headers={"Cookie": cookie})
        with contextlib.closing(connection.getresponse()) as answer:
            assert (answer.status, answer.headers["Content-Type"]) == (
                200,
                "text/event-stream; charset=utf-8",
            )
            yield (line.decode().strip() for line in iter(answer.readline, b""))


SIGN_IN = """
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from placette.people.models import Person
person, _ = Person.objects.get_or_create(email="flux@example.org")
session = SessionStore()
session[SESSION_KEY] = str(person.pk)
session[BACKEND_SESSION_KEY] = "placette.people.signing_in.Backend"
session[HASH_SESSION_KEY] = person.get_session_auth_hash()
session.create()
print(f"{person.pk} sessionid={session.session_key}")
"""


@functools.cache  # a command takes seconds
def sign_in(site: Site, number: int = 1) -> tuple[int, str]:
    """Her id and the cookie of her session with this number."""
    person, cookie = site.manage(SIGN_IN).split()[-2:]
    return int(person), cookie


def tell(site: Site, person: int, event: str, **facts: int) -> None:
    payload = json.dumps({"to": [person], "event": event, "facts": facts})
    site.sql("SELECT pg_notify('placette_live', %s)", payload)


def test_answers_and_says_that_it_is_well(site):
    assert site.get("/")[0] == 200
    status, report = site.get("/healthz")

    assert status == 200
    assert json.loads(report)["status"] == "ok"
    assert site.get("/metrics")[0] == 404


def test_a_partner_s_key_opens_the_running_site(site):
    command = placette("partner-key", "issue", "voisin.example", **environment(site.var, site.port))
    said, _ = command.communicate(timeout=PATIENCE)

    assert command.returncode == 0, said
    journeys = "/standard-covoiturage/v1/driver_journeys?departureLat=43.53&departureLng=1.23&arrivalLat=43.6&arrivalLng=1.44&departureDate=1790000000"
    assert site.get(journeys)[0] == 401
    assert site.get(journeys, {"X-API-Key": said.split()[0]})[0] == 200


def test_leaves_nothing_behind_when_it_is_killed_starts_again_and_stops_within_seconds(var):
    with running(var) as site:
        site.process.kill()
        site.process.wait()
        until(lambda: not processes_of(var), 10)

    with running(var) as site:
        assert site.get("/healthz")[0] == 200
        assert len(processes_of(var)) > 5
        started = time.monotonic()
        for _ in range(3):  # an impatient hand
            site.process.send_signal(signal.SIGINT)
            time.sleep(0.001)
        site.process.communicate(timeout=30)

        assert site.process.returncode == 0
        assert time.monotonic() - started < 5
        until(lambda: not processes_of(var), 2)


def test_a_process_that_dies_starts_again(sturdy):
    for words in ("granian", "uvicorn", "caddy", "processes.worker", "processes.mail_catcher"):
        os.kill(sturdy.pid(words), signal.SIGKILL)

    until(lambda: sturdy.get("/healthz")[0] == 200)
    assert (
        len(
            {
                sturdy.pid(words)
                for words in ("granian", "uvicorn", "processes.worker", "processes.mail_catcher")
            }
        )
        == 4
    )


def test_a_job_whose_worker_is_killed_runs_again_once_in_effect(sturdy):
    started, go = sturdy.var / "started", sturdy.var / "go"
    started.unlink(missing_ok=True)
    go.unlink(missing_ok=True)
    key = f"slow-{time.time_ns()}"
    sturdy.manage(f"from tests.slow_job.tasks import write_slowly; write_slowly.defer(key={key!r})")
    until(lambda: started.exists() and started.read_text() == ".")

    os.kill(sturdy.pid("processes.worker"), signal.SIGKILL)
    until(lambda: started.read_text() == "..")
    go.touch()

    written = until(
        lambda: sturdy.sql("SELECT count(*) FROM core_cache WHERE value = %s HAVING count(*) > 0", key)
    )
    assert written == [(1,)]
    time.sleep(1)
    assert started.read_text() == ".."


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGKILL], ids=["restarted", "crashed"])
def test_recovers_by_itself_when_postgresql_goes_away(sturdy, number):
    person, cookie = sign_in(sturdy)
    before = sturdy.postgres()
    with stream(sturdy, cookie) as lines:
        until(lambda: next(lines) == "event: hello")
        os.kill(before, number)
        until(lambda: sturdy.postgres() != before)

        until(lambda: sturdy.get("/healthz")[0] == 200)
        assert sturdy.get("/")[0] == 200
        until(lambda: next(lines) == "event: hello")
        tell(sturdy, person, "notices", count=3)
        until(lambda: next(lines) == "event: notices")
        assert next(lines) == 'data: {"count": 3}'


RUSH = """
import sys
from decimal import Decimal
sys.path.append("bench")
from real_site import campaigns_of, people
residents = people(200)
[(campaign, product)] = campaigns_of(residents[0][0], 1, stock=Decimal(25))
print(campaign, product, *(f"{person.pk}:{session}" for person, session in residents))
"""


def test_two_hundred_residents_want_the_last_fifty_units_in_the_same_second(sturdy):
    campaign, product, *residents = sturdy.manage(RUSH).split()
    people, sessions = zip(*(each.split(":") for each in residents), strict=True)
    wanted = {f"quantity-{product}": "0.5", f"price-{product}": 30_000, "whatever": "on"}
    pressed, served, told = [], set(), []

    async def act(link: Connection, number: int) -> None:
        pressed.append(time.monotonic())
        status, _seconds = await link.post(f"/achats/{campaign}/participer/", sessions[number], **wanted)
        if status == 302:
            served.add(int(people[number]))
        else:
            told.append((status, "Il n’en reste plus" in link.page.decode()))

    asyncio.run(together(sturdy.port, 200, act))

    holders = "SELECT person_id FROM groupbuys_pledge pledge JOIN groupbuys_line line ON line.pledge_id = pledge.id WHERE line.product_id = %s"
    stock = "SELECT pledged, takers FROM groupbuys_product WHERE id = %s"
    deadlocks = "SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()"
    assert max(pressed) - min(pressed) < 1
    assert {person for (person,) in sturdy.sql(holders, product)} == served
    assert sturdy.sql(stock, product) == [(25, 50)]
    assert told == [(409, True)] * 150
    assert sturdy.sql(deadlocks) == [(0,)]


def test_a_stream_is_for_its_person_alone(site):
    person, cookie = sign_in(site)
    with stream(site, cookie) as lines:
        until(lambda: next(lines) == "event: hello")
        tell(site, person + 1000, "messages", count=9)
        tell(site, person, "notices", count=1)

        heard = [line for line in (next(lines) for _ in range(4)) if line.startswith("event:")]
        assert heard == ["event: notices"]
    assert site.get("/live/")[0] == 204


def test_an_odd_cookie_of_another_program_hides_nobody(site):
    _, cookie = sign_in(site)
    with stream(site, 'prefs={"tabs": [1]}; ' + cookie) as lines:
        until(lambda: next(lines) == "event: hello")


def test_signing_out_ends_the_streams(site):
    _, cookie = sign_in(site, number=2)
    with stream(site, cookie) as lines:
        until(lambda: next(lines) == "event: hello")
        assert site.post("/compte/logout/", cookie) == 302

        assert list(lines)[-1:] == [""]


@pytest.mark.parametrize(("behind", "believed"), [("site", "127.0.0.1"), ("sturdy", "203.0.113.9")])
def test_only_a_proxy_of_ours_is_believed_about_who_asks(request, behind, believed):
    claimed = {"X-Forwarded-For": "198.51.100.1, 203.0.113.9"}
    connection = http.client.HTTPConnection("127.0.0.1", request.getfixturevalue(behind).port, timeout=20)
    with contextlib.closing(connection):
        connection.request("GET", "/healthz", headers=claimed)
        answer = connection.getresponse()
        answer.read()

    assert answer.headers["X-Visitor"] == believed


def refusal(**settings: str) -> str:
    process = placette("up", **settings)
    said, _ = process.communicate(timeout=60)
    assert process.returncode not in (0, None)
    assert "Traceback" not in said
    return said.strip()


def test_a_taken_port_is_said_in_one_sentence(var):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]

        assert f"Port {port} is taken" in refusal(**environment(var, port))


def test_a_second_site_in_the_same_folder_is_refused(site):
    assert "already runs" in refusal(**environment(site.var, free_port()))


def test_a_wrong_setting_is_named(var):
    assert "PLACETTE_WEB_WORKERS" in refusal(**environment(var, free_port(), PLACETTE_WEB_WORKERS="many"))
    assert "PLACETTE_SECRET_KEY is missing" in refusal(**environment(var, free_port(), PLACETTE_DEMO="0"))


def test_a_database_that_does_not_answer_is_named_without_its_password(var):
    address = f"postgresql://placette:hush@127.0.0.1:{free_port()}/placette"
    said = refusal(**environment(var, free_port(), DATABASE_URL=address))

    assert "does not answer" in said
    assert "hush" not in said


def test_the_doctor_finds_nothing_wrong(var):
    process = placette("doctor", **environment(var, free_port()))
    said, _ = process.communicate(timeout=60)

    assert process.returncode == 0, said
    assert "communes are loaded" in said
