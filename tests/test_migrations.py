"""An upgrade works from nothing and from the oldest data, and the version before keeps running while it happens."""

import hashlib
import json
import os
import re
import subprocess
import sys
import uuid
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import psycopg
import pytest
from django.apps import apps
from django.contrib.postgres.search import SearchQuery
from django.core.management import call_command
from django.db import connection, connections
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.db.migrations.state import ProjectState
from django.utils import timezone

from placette.core.configuration import PROJECT

SQUAWK = Path(sys.executable).with_name("squawk")
ROOMS = {config.label for config in apps.get_app_configs() if config.name.startswith("placette.")}
# Matters of taste, and the time-outs that the migrating session sets itself.
NOT_OF_UPGRADES = {
    "ban-char-field", "prefer-big-int", "prefer-bigint-over-int", "prefer-bigint-over-smallint", "prefer-identity",
    "prefer-robust-stmts", "prefer-text-field", "prefer-timestamp-tz", "require-timeout-settings",
    "require-lock-timeout", "require-statement-timeout", "identifier-too-long", "require-enum-value-ordering",
}  # fmt: skip
# Migrations that squawk has read, by their digest: what it said of them stands as long as they do not change (git log of this
# file has why some were let through). When the tests below pass: sha256sum placette/*/migrations/0*.py > tests/read_migrations.txt
READ = dict(
    reversed(line.split()) for line in (PROJECT / "tests/read_migrations.txt").read_text().splitlines()
)
# (new migration, rule of squawk): why it may stand all the same.
REVIEWED: dict[tuple[str, str], str] = {
    (
        "people.0017_buying_together",
        "ban-drop-constraint",
    ): "a wider one takes its place in the same transaction",
    (
        "groupbuys.0015_in_her_name",
        "adding-foreign-key-constraint",
    ): "of a column that is new and empty, within 5 s or not",
    (
        "people.0019_a_place_in_a_car",
        "ban-drop-constraint",
    ): "a wider one takes its place in the same transaction",
    (
        "carpool.0029_in_her_name",
        "adding-foreign-key-constraint",
    ): "of columns that are new and empty, within 5 s or not",
}


@pytest.fixture
def empty_database(django_db_blocker) -> Iterator[str]:
    """An alias of a connection to a database of its own, on the server of the tests."""
    name = f"upgrade_{uuid.uuid4().hex[:8]}"
    with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as server, django_db_blocker.unblock():
        server.execute(f'CREATE DATABASE "{name}"')
        connections.settings[name] = connections.settings["default"] | {"NAME": name}
        try:
            yield name
        finally:
            connections[name].close()
            connections[name].close_pool()
            del connections[name], connections.settings[name]
            server.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def new_migrations() -> list[tuple[str, str]]:
    there = MigrationLoader(None).disk_migrations
    return sorted(key for key in there if key[0] in ROOMS and _path(*key) not in READ)


def _path(room: str, name: str) -> str:
    return f"placette/{room}/migrations/{name}.py"


@pytest.mark.django_db
def test_an_empty_database_is_brought_to_the_models():
    """The tests' own database was empty when they began."""
    with connection.cursor() as cursor:
        there = set(connection.introspection.table_names(cursor))
    executor = MigrationExecutor(connection)

    assert {model._meta.db_table for model in apps.get_models() if model._meta.managed} <= there
    assert executor.migration_plan(executor.loader.graph.leaf_nodes()) == []


@pytest.mark.django_db
def test_no_model_waits_for_a_migration():
    call_command("makemigrations", "--check", "--dry-run")


def test_the_oldest_data_survive_the_upgrade_and_rides_are_found_after_a_way_back(empty_database):
    executor = MigrationExecutor(connections[empty_database])
    # Of the rooms that the first version had, which the data are of: later rooms begin on later tables.
    first = [
        node for node in executor.loader.graph.root_nodes() if node[0] in {"places", "people", "listings"}
    ]
    state = executor.migrate(first)
    then = state.apps
    commune = then.get_model("places", "Commune").objects.using(empty_database)
    commune.create(
        code="31187", name="Fonsorbes", of_name="de Fonsorbes", slug="fonsorbes", department_code="31",
        department_name="Haute-Garonne", region_name="Occitanie",
    )  # fmt: skip
    person = (
        then.get_model("people", "Person")
        .objects.using(empty_database)
        .create(email="jeanne@example.org", first_name="Jeanne", last_name="Martin")
    )
    then.get_model("people", "Offering").objects.using(empty_database).create(
        person=person, text="Une échelle double"
    )
    then.get_model("listings", "Listing").objects.using(empty_database).create(
        author=person, commune_id="31187", kind="loan", direction="offer", category="tools",
        title="Échelles doubles", expires_at=timezone.now() + timedelta(days=30),
    )  # fmt: skip

    executor = MigrationExecutor(connections[empty_database])
    # All rooms from nothing: the test above. Here those of the old data, and rides, which are searched at steps back.
    last = [
        node
        for node in executor.loader.graph.leaf_nodes()
        if node[0] in {"places", "people", "listings", "carpool"}
    ]
    executor.migrate(last)

    def all_of(room: str, model: str):
        return apps.get_model(room, model).objects.using(empty_database)

    assert all_of("people", "Person").get().email == "jeanne@example.org"
    assert all_of("people", "Offering").get(search__isnull=False).text == "Une échelle double"
    assert (
        all_of("listings", "Listing").get(search=SearchQuery("échelle", config="placette_fr")).title
        == "Échelles doubles"
    )
    all_of("carpool", "Area").create(
        key="mairie:1", kind="meeting", commune_id="31187", name="Place du marché",
        latitude=43.535, longitude=1.235, updated_on=timezone.localdate(),
    )  # fmt: skip
    _search_at_steps_back(empty_database)  # here: another empty database would cost a minute


def _search_at_steps_back(database: str) -> None:
    """Whoever goes back to the version before finds the searches of rides that it knows. Wants the newest."""
    alias = connections[database]
    there = [node for node in MigrationLoader(alias).graph.leaf_nodes() if node[0] == "carpool"]
    for name in ("0019_crew_ends", "0010_destinations"):
        MigrationExecutor(alias).migrate([("carpool", name)])
        assert _answers(alias) == [0, 0, 0, 0], name
    MigrationExecutor(alias).migrate(there)
    assert _answers(alias) == [0, 0, 0, 0]
    # Interrupted before they were noted: what is not one transaction is run again.
    again = [
        "0023_passages_filled", "0024_drivers_area", "0025_way_drivers_gone", "0026_passages_apart",
        "0027_passing_sooner",
    ]  # fmt: skip
    MigrationExecutor(alias).migrate([("carpool", again[-1])])
    for name in again:
        MigrationRecorder(alias).record_unapplied("carpool", name)
    MigrationExecutor(alias).migrate(there)
    assert MigrationRecorder(alias).applied_migrations().keys() >= {("carpool", name) for name in again}


def _answers(alias) -> list[int]:
    """How many rows each search gives: PostgreSQL reads the names of a function's tables and columns only then."""
    found = []
    with alias.cursor() as cursor:
        for who in ("drivers", "passengers"):
            cursor.execute(
                f"SELECT count(*) FROM carpool_{who}(carpool_place(43.5, 1.2), carpool_place(43.6, 1.4), 60000, "
                "DATE '2026-11-30', 28800, 1800, 1, 10, 0, NULL, NULL, NULL)"
            )
            found += cursor.fetchone()
            cursor.execute(
                f"SELECT count(*) FROM carpool_standing_{who}('{{1}}', '{{1}}', '{{2026-11-30}}', "
                "carpool_place(43.5, 1.2), carpool_place(43.6, 1.4), 1, 0)"
            )
            found += cursor.fetchone()
    return found


def test_what_was_read_and_let_through_never_changes():
    now = {path: hashlib.sha256((PROJECT / path).read_bytes()).hexdigest() for path in READ}
    assert now == READ


@pytest.fixture(scope="module")
def statements_of(django_db_setup, django_db_blocker) -> dict[tuple[str, str], tuple[str, bool]]:
    """What each new migration says to PostgreSQL, as `sqlmigrate` shows it, and whether in one transaction."""
    said: dict[tuple[str, str], tuple[str, bool]] = {}
    new = new_migrations()
    with django_db_blocker.unblock():
        graph = MigrationLoader(connection).graph
        plan = MigrationExecutor(connection).migration_plan(graph.leaf_nodes(), clean_start=True)
        state = ProjectState()
        for migration, _ in plan:
            key = migration.app_label, migration.name
            if key not in new:
                state = migration.mutate_state(state, preserve=False)
                continue
            with connection.schema_editor(collect_sql=True, atomic=migration.atomic) as editor:
                state = migration.apply(state, editor, collect_sql=True)
            said[key] = "\n".join(editor.collected_sql), migration.atomic
        connection.close()
    return said


def test_the_version_before_keeps_running_during_the_upgrade(statements_of, tmp_path):
    """squawk reads the statements: none drops, renames, rewrites or locks what the running version uses."""
    faults = {migration: _faults(migration, *said, tmp_path) for migration, said in statements_of.items()}
    assert faults == {migration: [] for migration in new_migrations()}


def _faults(migration: tuple[str, str], sql: str, atomic: bool, folder: Path) -> list[str]:
    statements = folder / "migration.sql"
    statements.write_text(sql)
    made_here = tuple(f'ALTER TABLE "{table}"' for table in re.findall(r'CREATE TABLE "(\w+)"', sql))
    done = subprocess.run(
        [SQUAWK, "--reporter", "Json", *(["--assume-in-transaction"] if atomic else []), statements],
        capture_output=True,
        text=True,
    )
    return [
        f"{each['rule_name']} at line {each['line']}: {each['message']}"
        for each in json.loads(done.stdout or "[]")
        if each["rule_name"] not in NOT_OF_UPGRADES
        and (".".join(migration), each["rule_name"]) not in REVIEWED
        and not sql.splitlines()[each["line"]].startswith(made_here)
    ]


def test_what_was_reviewed_is_still_there():
    assert {name for name, _ in REVIEWED} <= {".".join(each) for each in new_migrations()}


@pytest.mark.parametrize(
    ("statement", "rule"),
    [
        ('ALTER TABLE "people_person" DROP COLUMN "about";', "ban-drop-column"),
        ('ALTER TABLE "people_person" RENAME COLUMN "about" TO "bio";', "renaming-column"),
        ('ALTER TABLE "people_person" ADD COLUMN "age" integer NOT NULL;', "adding-required-field"),
        ('CREATE INDEX "slow" ON "people_person" ("about");', "require-concurrent-index-creation"),
    ],
)
def test_the_check_sees_what_breaks_a_running_version(statement, rule, tmp_path):
    (tmp_path / "x.sql").write_text(statement)
    done = subprocess.run([SQUAWK, "--reporter", "Json", tmp_path / "x.sql"], capture_output=True, text=True)
    assert rule in {each["rule_name"] for each in json.loads(done.stdout)}
