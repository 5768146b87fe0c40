"""Indexes that columns get because they are searched by value.

Anvil's apps declare none that the stock server would use. So a column of a large table that is searched for values
again and again gets a hash index: it costs little to write, takes values of any length, and serves equality alone.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import psycopg

from .catalogue import Column, Table, quoted
from .query import Condition

if TYPE_CHECKING:
    from ...database import Database
    from .views import View

log = logging.getLogger(__name__)

INDEXED_TYPES = frozenset({"string", "number", "date", "datetime"})
LARGE_ROWS = 3_000
# After so many searches of a column, twice as many, and so on, it is looked whether it should have an index by now.
# To make one takes about as long as ten searches without; what is searched four times will be searched again.
SEARCHES = 4
INDEXING_LOCK = 7_203_103
HAS_INDEX = """
SELECT FROM pg_index i JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = i.indkey[0]
WHERE i.indrelid = %s::regclass AND a.attname = %s AND i.indpred IS NULL
"""


def notice_search(database: Database, view: View, condition: Condition | None) -> None:
    """Count the columns that a search compares with values; an index is made in the background."""
    for name in _compared(condition):
        column = view.table.columns[name]
        if column.type in INDEXED_TYPES:
            counts = view.catalogue.searched
            counts[column.id] += 1
            count = counts[column.id]
            if count >= SEARCHES and count.bit_count() == 1:
                arguments = (database.url, view.table, column)
                threading.Thread(target=_index_if_worthwhile, args=arguments, daemon=True).start()


def _compared(condition: Condition | None) -> Iterator[str]:
    if condition is None:
        return
    if condition[0] == "and":
        for term in condition[1]:
            yield from _compared(term)
    elif condition[0] == "in" or (condition[0] == "is" and condition[2] is not None):
        yield condition[1]


def _index_if_worthwhile(url: str, table: Table, column: Column) -> None:
    try:
        with psycopg.connect(url, autocommit=True) as connection:
            # The lock goes with the connection; whoever has it makes this index or one that matters as much.
            locked = connection.execute("SELECT pg_try_advisory_lock(%s)", [INDEXING_LOCK]).fetchone()
            if locked == (True,) and _is_worthwhile(connection, table, column):
                name = quoted(f"_searched_{column.id}")
                how = f"CREATE INDEX CONCURRENTLY IF NOT EXISTS {name} ON {table.sql} USING hash ({column.sql})"
                connection.execute(how.replace("%%", "%").encode())
                log.info("The column %s of %s is indexed now", column.name, table.name)
    except psycopg.Error as error:
        log.info("The column %s of %s is not indexed: %s", column.name, table.name, error)


def _is_worthwhile(connection: psycopg.Connection[Any], table: Table, column: Column) -> bool:
    name = f"data.{quoted(table.name)}"
    if connection.execute(HAS_INDEX, [name, column.name]).fetchone() is not None:
        return False
    rows = connection.execute(f"SELECT count(*) FROM (SELECT FROM {name} LIMIT {LARGE_ROWS}) AS first_rows".encode())
    return rows.fetchone() == (LARGE_ROWS,)
