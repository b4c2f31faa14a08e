"""A real site beside a bench, and people who are signed in there."""

import contextlib
import os
import socket
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import processors

WEB_PROCESSES = 4


@dataclass(frozen=True)
class Site:
    port: int
    live_port: int
    roots: dict[str, int]  # of its processes, by what they do


@contextlib.contextmanager
def running() -> Iterator[Site]:
    """Pages and live streams, as `placette up` starts them, without the proxy in front."""
    from placette.core import configuration
    from placette.site.processes import commands

    os.environ |= {"PLACETTE_WEB_WORKERS": str(WEB_PROCESSES)}
    read, port, live_port = configuration.read(), _free(), _free()
    address = ("--host", "127.0.0.1", "--port")
    web = subprocess.Popen(commands.pages(read, *address, str(port)), stderr=subprocess.DEVNULL)
    live = subprocess.Popen(commands.live(*address, str(live_port)))
    processes = [web, live]
    try:
        for each in (port, live_port):
            _until_it_answers(each)
        yield Site(port, live_port, {"web": web.pid, "postgres": processors.postmaster(), "live": live.pid})
    finally:
        for process in processes:
            process.terminate()
            process.wait(20)


def _free() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _until_it_answers(port: int) -> None:
    deadline = time.monotonic() + 180
    while time.monotonic() < deadline:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            time.sleep(1)
            return
        except OSError:
            time.sleep(0.1)
    raise SystemExit("The site does not answer.")


def people(count: int, called: str = "voisin") -> list[tuple[Any, str]]:
    """Verified residents of one commune, each with an open session."""
    from importlib import import_module

    from django.conf import settings
    from django.contrib.sessions.models import Session
    from django.utils import timezone

    from placette.people.models import Membership, Person
    from placette.people.tests.factories import commune_of

    commune = commune_of()
    now = timezone.now()
    made = Person.objects.bulk_create(
        # Who presses has read the page before: today's visit is noted.
        Person(
            email=f"{called}{n}@example.org",
            first_name="Voisin",
            last_name="V",
            last_seen_on=timezone.localdate(),
        )
        for n in range(count)
    )
    Membership.objects.bulk_create(Membership(person=each, commune=commune, verified_at=now) for each in made)
    store = import_module(settings.SESSION_ENGINE).SessionStore
    sessions = []
    for each in made:
        data = {
            "_auth_user_id": str(each.pk),
            "_auth_user_backend": settings.AUTHENTICATION_BACKENDS[0],
            "_auth_user_hash": each.get_session_auth_hash(),
        }
        key = store()._get_new_session_key()
        sessions.append(
            Session(session_key=key, session_data=store().encode(data), expire_date=now + timedelta(days=1))
        )
    Session.objects.bulk_create(sessions)
    return [(person, session.session_key) for person, session in zip(made, sessions, strict=True)]


def campaigns_of(organiser: Any, count: int, **fields: Any) -> list[tuple[int, int]]:
    """Numbers of campaigns and of their only product."""
    from placette.groupbuys.tests.factories import campaign_of, offered, product_of

    made = [campaign_of(organiser, offered(**fields)) for _ in range(count)]
    return [(each.pk, product_of(each).pk) for each in made]
