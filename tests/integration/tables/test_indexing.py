"""A column that is searched by value again and again is indexed, when its table is large."""

from __future__ import annotations

import time
from types import SimpleNamespace
from typing import Any

import psycopg
import pytest

from app_server.services.tables import indexing
from app_server.services.tables.catalogue import catalogue_of


def indexes_of(instance: SimpleNamespace) -> set[str]:
    with instance.database.connection() as connection:
        rows = connection.execute(
            "SELECT indexname FROM pg_indexes WHERE schemaname = 'data' AND indexname ~ 'searched'"
        )
        return {name for (name,) in rows}


def wait_for_index(instance: SimpleNamespace, name: str) -> None:
    end = time.monotonic() + 10
    while name not in indexes_of(instance):
        assert time.monotonic() < end
        time.sleep(0.02)


@pytest.mark.parametrize("find", ["search", "get"])
def test_it_is_indexed_after_some_searches(app_tables: Any, instance: SimpleNamespace, find: str) -> None:
    app_tables.people.add_rows({"name": f"name {number}"} for number in range(indexing.LARGE_ROWS))
    column = catalogue_of(instance.database).by_name["people"].columns["name"]
    with instance.database.connection() as connection:
        connection.execute(f"DROP INDEX IF EXISTS data._searched_{column.id}")
    for _ in range(indexing.SEARCHES):
        getattr(app_tables.people, find)(name="name 7", age=None)
    wait_for_index(instance, f"_searched_{column.id}")
    assert app_tables.people.get(name="name 7")["name"] == "name 7"
    app_tables.people.add_row(name="x" * 100_000)
    assert len(app_tables.people.search(name="x" * 100_000)) == 1


def test_a_small_table_is_not(app_tables: Any, instance: SimpleNamespace) -> None:
    table = catalogue_of(instance.database).by_name["cities"]
    with psycopg.connect(instance.database.url, autocommit=True) as connection:
        assert not indexing._is_worthwhile(connection, table, table.columns["name"])


def test_a_column_that_has_an_index_is_not_indexed_again(app_tables: Any, instance: SimpleNamespace) -> None:
    app_tables.people.add_rows({"name": f"name {number}"} for number in range(indexing.LARGE_ROWS))
    table = catalogue_of(instance.database).by_name["people"]
    with psycopg.connect(instance.database.url, autocommit=True) as connection:
        assert indexing._is_worthwhile(connection, table, table.columns["age"])
        connection.execute("CREATE INDEX by_age ON data.people (age)")
        assert not indexing._is_worthwhile(connection, table, table.columns["age"])
        connection.execute("DROP INDEX data.by_age")
