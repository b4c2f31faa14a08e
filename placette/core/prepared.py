"""A query that every request asks: its SQL is written once a process, since writing it costs ten times what asking costs,
and planned once a connection, since planning it costs more than answering.

    NEIGHBOURS = Prepared(lambda commune: Adjacency.objects.filter(commune=commune), str)
    NEIGHBOURS("31187")

gives what `list(Adjacency.objects.filter(commune="31187"))` gives. Django has no such thing; this reads of its compiler what
its own iterator reads (django/db/models/query.py, ModelIterable), and tests hold both side by side.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from typing import Any, Self

import psycopg
from django.db import NotSupportedError, connection
from django.db.models import Model, QuerySet
from django.db.models.query import get_related_populators
from django.db.transaction import TransactionManagementError

# In the place of what is given later: values that no query of ours holds otherwise.
STANDS_FOR: dict[type, Callable[[int], Any]] = {
    int: lambda place: 1_618_033_000 + place,
    str: lambda place: f"prepared-{place}",
    datetime: lambda place: datetime(1618, 3, 3, second=place, tzinfo=UTC),
}


# Of each parameter: whether it is given later, and then its place among what is given.
type Parameters = tuple[tuple[bool, Any], ...]


@dataclass(frozen=True)
class _Written:
    """The SQL, its parameters, and how a row becomes an object."""

    sql: str
    parameters: Parameters
    select: Sequence[Any]
    shape: dict[str, Any]
    converters: tuple[tuple[int, Sequence[Any], Any], ...]
    fetch_mode: Any
    locks: bool


class Prepared[M: Model]:
    """Of a queryset of objects, with select_related and in any order; neither prefetched nor annotated nor deferred."""

    def __init__(self, make: Callable[..., QuerySet[M]], *kinds: type) -> None:
        """`make` gets one value of each of `kinds`, which the query compares columns with as it is given."""
        self._make, self._kinds = make, kinds

    def __call__(self, *values: Any) -> list[M]:
        """One query."""
        written = self._written
        if written.locks and connection.get_autocommit():
            raise TransactionManagementError("A row is locked within a transaction only.")
        rows = _rows(written.sql, written.parameters, values)
        return list(_objects(written, rows)) if rows else []

    @cached_property
    def _written(self) -> _Written:
        marks = _marks(self._kinds)
        queryset = self._make(*marks)
        compiler = queryset.query.get_compiler(using=connection.alias)
        sql, parameters = compiler.as_sql()
        assert not compiler.annotation_col_map
        converters = compiler.get_converters([each for each, _sql, _alias in compiler.select])
        return _Written(
            sql,
            _places(parameters, marks),
            compiler.select,
            compiler.klass_info,
            tuple((place, convert, column) for place, (convert, column) in converters.items()),
            queryset._fetch_mode,  # type: ignore[attr-defined]
            queryset.query.select_for_update,
        )


class PreparedCount[M: Model]:
    """How many there are, as `.count()` says it."""

    def __init__(self, make: Callable[..., QuerySet[M]], *kinds: type) -> None:
        self._make, self._kinds = make, kinds

    def __call__(self, *values: Any) -> int:
        """One query."""
        ((number,),) = _rows(*self._written, values)
        return int(number)

    @cached_property
    def _written(self) -> tuple[str, Parameters]:
        marks = _marks(self._kinds)
        counted = self._make(*marks).order_by().values("pk")
        sql, parameters = counted.query.get_compiler(using=connection.alias).as_sql()
        return f"SELECT count(*) FROM ({sql}) AS counted", _places(parameters, marks)  # noqa: S608 - Django's own SQL


def _marks(kinds: Sequence[type]) -> list[Any]:
    return [STANDS_FOR[kind](place) for place, kind in enumerate(kinds)]


def _places(parameters: Sequence[Any], marks: Sequence[Any]) -> Parameters:
    assert all(mark in parameters for mark in marks), "Each value is compared with a column."
    return tuple((each in marks, marks.index(each) if each in marks else each) for each in parameters)


def _rows(sql: str, parameters: Parameters, values: Sequence[Any]) -> list[tuple[Any, ...]]:
    given = [values[each] if is_given else each for is_given, each in parameters]
    try:
        return _asked(sql, given)
    except NotSupportedError:  # « cached plan must not change result type »: an upgrade has widened a column
        if connection.in_atomic_block:
            connection.close_at = 0  # with the request: a transaction keeps it open until then
            raise
        connection.close()
        return _asked(sql, given)


def _asked(sql: str, given: list[Any]) -> list[tuple[Any, ...]]:
    # As Django's own cursor begins: a connection that PostgreSQL has closed meanwhile is opened again.
    connection.close_if_health_check_failed()
    connection.ensure_connection()
    with connection._prepare_cursor(_Cursor(connection.connection)) as cursor:  # type: ignore[attr-defined]
        cursor.execute(sql, given)
        return list(cursor.fetchall())


class _Cursor(psycopg.Cursor[Any]):
    """Django's own cursors write the values into the statement, which PostgreSQL then plans each time.

    psycopg has a threshold here alone: with one for the connection it would keep the text of every other statement, and
    forget what it has prepared at each rollback.
    """

    def execute(self, query: Any, params: Any = None, **_more: Any) -> Self:
        prepares = connection.settings_dict.get("PREPARES", True)
        self.connection.prepare_threshold = 0 if prepares else None
        try:
            return super().execute(query, params, prepare=prepares)
        finally:
            self.connection.prepare_threshold = None


def _objects(written: _Written, rows: list[tuple[Any, ...]]) -> Iterator[Any]:
    first, last = written.shape["select_fields"][0], written.shape["select_fields"][-1] + 1
    names = [column.target.attname for column, _sql, _alias in written.select[first:last]]
    model, alias, mode = written.shape["model"], connection.alias, written.fetch_mode
    related = get_related_populators(written.shape, written.select, alias, mode)
    for found in rows:
        row = list(found)
        for place, convert, column in written.converters:
            for one in convert:
                row[place] = one(row[place], column, connection)
        made = model.from_db(alias, names, row[first:last], fetch_mode=mode)
        for each in related:
            each.populate(row, made)
        yield made
