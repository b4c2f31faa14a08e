"""A folder that the operator linked to a larger disk: used, and nothing beside it is touched."""

import contextlib
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from placette.core import database_server
from placette.core.database_server import DatabaseServerError


@pytest.fixture
def disk() -> Iterator[Path]:
    """A folder that every user reaches; pytest's own are closed to all but the one who runs it."""
    folder = Path(tempfile.mkdtemp(prefix="placette-disk-"))
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder)


@pytest.fixture
def linked(disk: Path) -> Path:
    (disk / "var").mkdir()
    (disk / "big" / "holiday-photos").mkdir(parents=True)
    (disk / "big" / "postgres").mkdir()
    (disk / "var" / "postgres").symlink_to(disk / "big" / "postgres")
    return disk / "var" / "postgres"


def test_a_link_to_a_larger_disk_is_followed_and_its_neighbours_survive_a_reset(disk, linked):
    with contextlib.closing(database_server.start(linked, durable=False)) as server:
        psycopg.connect(server.address()).close()
    assert (disk / "big" / "postgres" / "PG_VERSION").exists()

    database_server.erase(linked)

    assert list((disk / "big" / "postgres").iterdir()) == []
    assert (disk / "big" / "holiday-photos").is_dir()
    assert linked.is_symlink()


def test_a_link_to_what_is_no_database_erases_nothing(disk, linked):
    (disk / "big" / "postgres" / "letters").mkdir()

    database_server.erase(linked)

    assert (disk / "big" / "postgres" / "letters").is_dir()


@pytest.mark.skipif(os.geteuid() != 0, reason="only for root does PostgreSQL run as somebody else")
def test_a_link_to_where_postgresql_may_not_go_is_said_in_one_sentence(disk, linked):
    (disk / "big").chmod(0o700)

    with pytest.raises(DatabaseServerError, match=r"leads to .*/big/postgres, which the system user"):
        database_server.start(linked)


@pytest.mark.skipif(os.geteuid() != 0, reason="only for root does PostgreSQL run as somebody else")
def test_a_home_of_our_own_goes_with_its_data(disk):
    (disk / "closed").mkdir(mode=0o700)
    folder = disk / "closed" / "postgres"
    database_server.start(folder, durable=False).close()
    home = folder.resolve().parent
    assert home.parent == Path("/var/lib")

    database_server.erase(folder)

    assert not home.exists()
    assert not folder.is_symlink()


def test_what_people_wrote_is_not_in_the_log_of_postgresql(disk):
    (disk / "var").mkdir()
    server = database_server.start(disk / "var" / "postgres", durable=False)
    with contextlib.closing(server), psycopg.connect(server.address(), autocommit=True) as connection:
        connection.execute("CREATE TABLE message (body text CHECK (length(body) < 9))")
        with pytest.raises(psycopg.errors.CheckViolation):
            connection.execute("INSERT INTO message VALUES ('rendez-vous chez Jeanne')")

    log = (disk / "var" / "log" / "postgresql.log").read_text()
    assert "violates check constraint" in log
    assert "Jeanne" not in log
