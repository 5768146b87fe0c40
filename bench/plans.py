"""How the database goes about the statements that an action sends."""

from __future__ import annotations

import re
import sys
from types import TracebackType
from typing import Any

import psycopg

from app_server.instance import Instance

READS = re.compile(r"\s*(SELECT|WITH)\b", re.IGNORECASE)
APP_TABLES = re.compile(r'\b"?data"?\.')


class StatementLog:
    """Collects what this process sends to its database while the block runs: text and values."""

    def __init__(self) -> None:
        self.sent: list[tuple[Any, Any]] = []

    def __enter__(self) -> StatementLog:
        self._original = psycopg.Cursor.execute
        original, sent = self._original, self.sent

        def execute(cursor: Any, query: Any, params: Any = None, **kwargs: Any) -> Any:
            sent.append((query, params))
            return original(cursor, query, params, **kwargs)

        psycopg.Cursor.execute = execute  # type: ignore[method-assign, assignment]
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        psycopg.Cursor.execute = self._original  # type: ignore[method-assign]

    def on_tables(self) -> list[tuple[Any, Any]]:
        """Those that are about the app's own tables."""
        return [(query, params) for query, params in self.sent if APP_TABLES.search(text_of(query))]


def tell_plans(label: str, log: StatementLog, instance: Instance) -> None:
    """Print each reading statement with its plan, to the error stream."""
    for query, params in log.on_tables():
        text = text_of(query)
        if not READS.match(text):
            continue
        with instance.database.connection() as connection:
            plan = connection.execute(f"EXPLAIN (ANALYZE, COSTS OFF, TIMING OFF) {text}", params).fetchall()
        print(f"\n{label}: {' '.join(text.split())[:400]}", file=sys.stderr)
        for (line,) in plan:
            print(f"    {line}", file=sys.stderr)


def text_of(query: Any) -> str:
    """A statement as text, however it was given."""
    if isinstance(query, bytes):
        return query.decode()
    return query if isinstance(query, str) else query.as_string(None)
