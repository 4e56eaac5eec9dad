"""Queries compiled once, for data read by every request or every saved answer.

Django takes longer to compile such a query than the database takes to answer it.
Permissions stay in the queryset, and rows become whatever it returns: model objects or
values.
"""

import threading
from collections.abc import Callable, Iterable
from typing import Any, cast

from django.db import connections, models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models.expressions import Expression
from django.db.models.sql.compiler import SQLCompiler


class QueryParameter(Expression):
    """A placeholder in a prepared query for a value given with each call.

    ``name`` is the keyword used in the call, ``field`` the name of the field of
    ``model``.
    """

    def __init__(self, name: str, model: type[models.Model], field: str) -> None:
        meta = model._meta
        super().__init__(
            output_field=cast("models.Field[Any, Any]", meta.get_field(field))
        )
        self.name = name

    def as_sql(
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper
    ) -> tuple[str, Any]:
        return "%s", (self,)


class PreparedQuery[Row]:
    """Decorator for a function that returns the query, with a ``QueryParameter`` per value.

    It is compiled on the first call in each thread, because a compiled query belongs to
    the thread’s connection. Only this module relies on how Django compiles queries.
    """

    def __init__(self, build: Callable[[], models.QuerySet[Any, Row]]) -> None:
        self._build = build
        self._kept = threading.local()

    def ask(self, **values: object) -> list[Row]:
        """Return the rows for ``values``, keyed by parameter name.

        Raises ``KeyError`` if one is missing.
        """
        asked: _Asked[Row] | None = getattr(self._kept, "asked", None)
        if asked is None or not asked.is_current():
            asked = self._kept.asked = _Asked(self._build())
        return asked.rows(values)


class _Asked[Row]:
    """A compiled query and its connection."""

    def __init__(self, queryset: models.QuerySet[Any, Row]) -> None:
        self._queryset = queryset
        self._compiler = queryset.query.get_compiler(using=queryset.db)
        self._statement, self._places = self._compiler.as_sql()
        # The queryset builds objects from the results of the compiler kept here.
        queryset.query.get_compiler = lambda *_given, **_named: self._compiler  # type: ignore[method-assign]

    def is_current(self) -> bool:
        return self._compiler.connection is connections[self._queryset.db]

    def rows(self, values: dict[str, object]) -> list[Row]:
        given = [self._value(place, values) for place in self._places]
        self._compiler.as_sql = lambda *_given, **_named: (self._statement, given)
        found = self._queryset._iterable_class(cast("Any", self._queryset))  # noqa: SLF001 — as Django’s queryset does
        return list(cast("Iterable[Row]", found))

    def _value(self, place: object, values: dict[str, object]) -> object:
        if not isinstance(place, QueryParameter):
            return place
        write = place.output_field.get_db_prep_value
        return write(values[place.name], self._compiler.connection)
