"""COPY into temporary tables, then one INSERT … ON CONFLICT a table."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import connection
from psycopg import sql

COMMUNITY = ("siren", "name", "slug", "kind")
COMMUNE = (
    "code",
    "name",
    "of_name",
    "slug",
    "siren",
    "postcodes",
    "population",
    "community_id",
    "department_code",
    "department_name",
    "region_name",
    "latitude",
    "longitude",
    "town_hall_address",
    "town_hall_phone",
    "town_hall_email",
    "town_hall_website",
    "town_hall_hours",
    "town_hall_latitude",
    "town_hall_longitude",
)
BOUNDARY = ("commune_id", "geojson", "west", "south", "east", "north")
ADJACENCY = ("commune_id", "neighbour_id", "distance")
FORMER = ("code", "name", "slug", "current_id", "kind", "population")
SPELLING = ("commune_id", "kind", "label", "key", "plain", "rare", "population")
QUARTER = ("commune_id", "name", "slug", "latitude", "longitude")

ARRIVING = "CREATE TEMPORARY TABLE arriving ON COMMIT DROP AS SELECT {columns} FROM {table} LIMIT 0"
MERGE = """
INSERT INTO {table} AS old ({columns}) SELECT {columns} FROM arriving
ON CONFLICT ({key}) DO UPDATE SET {updates} WHERE ({before}) IS DISTINCT FROM ({after})
"""


def upsert(
    table: str, columns: tuple[str, ...], key: tuple[str, ...], rows: Iterable[tuple[Any, ...]]
) -> int:
    """Inserts new rows, updates those that changed. Returns how many were given."""
    values = [column for column in columns if column not in key]
    parts = {
        "table": sql.Identifier(table),
        "columns": _list(columns),
        "key": _list(key),
        "updates": sql.SQL(", ").join(
            sql.SQL("{0} = excluded.{0}").format(sql.Identifier(column)) for column in values
        ),
        "before": sql.SQL(", ").join(sql.Identifier("old", column) for column in values),
        "after": sql.SQL(", ").join(sql.Identifier("excluded", column) for column in values),
    }
    with connection.cursor() as cursor:
        cursor.execute(sql.SQL(ARRIVING).format(**parts))
        given = _copy(cursor, "arriving", columns, rows)
        cursor.execute(sql.SQL(MERGE).format(**parts))
        cursor.execute("DROP TABLE arriving")
    return given


def replace(
    table: str, columns: tuple[str, ...], before: dict[str, list[str]], rows: Iterable[tuple[Any, ...]]
) -> int:
    """Writes afresh what is derived from the sources: instead of the rows that have one of these codes in its column."""
    theirs = sql.SQL(" OR ").join(sql.SQL("{} = ANY(%s)").format(sql.Identifier(column)) for column in before)
    delete = sql.SQL("DELETE FROM {} WHERE {}").format(sql.Identifier(table), theirs)
    with connection.cursor() as cursor:
        cursor.execute(delete, list(before.values()))
        return _copy(cursor, table, columns, rows)


def analyze(*tables: str) -> None:
    """Fresh statistics: the first searches come before autovacuum does."""
    with connection.cursor() as cursor:
        cursor.execute(sql.SQL("ANALYZE {}").format(_list(tables)))


def _copy(cursor: Any, table: str, columns: tuple[str, ...], rows: Iterable[tuple[Any, ...]]) -> int:
    given = 0
    copying = sql.SQL("COPY {} ({}) FROM STDIN").format(sql.Identifier(table), _list(columns))
    with cursor.copy(copying) as copy:
        for row in rows:
            copy.write_row(row)
            given += 1
    return given


def _list(names: tuple[str, ...]) -> sql.Composed:
    return sql.SQL(", ").join(map(sql.Identifier, names))
