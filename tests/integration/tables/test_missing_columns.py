"""Columns that come into being when they are written, where an app asks for it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from anvil.tables import NoSuchColumnError, Transaction
from anvil.tables import query as q
from anvil.tables.v2 import _row

from app_server.database import Database
from app_server.services.tables.catalogue import catalogue_of

from .conftest import tables_of
from .harness import entered, make_call, make_instance, migrate_to

TABLES = {"people": ["name:string"], "cities": ["name:string"]}
ASKED_FOR = SimpleNamespace(client_config={"enable_v2": True}, server_config={"auto_create_missing_columns": True})


@pytest.fixture
def tables(database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    from anvil.tables.v2 import app_tables

    instance = make_instance(database)
    instance.app = SimpleNamespace(service=lambda source: ASKED_FOR)
    migrate_to(database, tmp_path, {}, yes_drop=True)
    migrate_to(database, tmp_path, tables_of(TABLES))
    monkeypatch.setattr(_row, "_auto_create_is_enabled", _row.NOT_FOUND)
    with entered(make_call(instance)):
        yield app_tables


def types(tables: Any) -> dict[str, str]:
    return {column["name"]: column["type"] for column in tables.people.list_columns()}


def test_the_first_value_decides_what_a_column_holds(tables: Any) -> None:
    durban = tables.cities.add_row(name="Durban")
    moment = datetime(2026, 1, 1, tzinfo=UTC)
    row = tables.people.add_row(name="Ann", age=5, seen=moment, city=durban, cities=[durban], more={"a": 1})
    assert types(tables) == {
        "name": "string",
        "age": "number",
        "cities": "link_multiple",
        "city": "link_single",
        "more": "simpleObject",
        "seen": "datetime",
    }
    back = tables.people.get(city=durban, age=5)
    assert (back == row, back["cities"], back["more"], back["seen"]) == (True, [durban], {"a": 1}, moment)


def test_an_update_makes_a_column_too(tables: Any) -> None:
    row = tables.people.add_row(name="Ann")
    row["nickname"] = "Annie"
    assert row["nickname"] == "Annie"
    assert tables.people.search(nickname=q.not_(None))[0] == row


def test_nothing_makes_no_column(tables: Any) -> None:
    for nothing in (None, []):
        with pytest.raises(NoSuchColumnError):
            tables.people.add_row(nickname=nothing)
    assert types(tables) == {"name": "string"}


def test_a_view_gets_no_columns(tables: Any) -> None:
    with pytest.raises(NoSuchColumnError):
        tables.people.client_writable(name="Ann").add_row(nickname="Annie")


def test_a_migration_leaves_created_columns_alone(tables: Any, database: Database, tmp_path: Path) -> None:
    tables.people.add_row(name="Ann", nickname="Annie")
    assert migrate_to(database, tmp_path, tables_of(TABLES)) == []
    declared = {**TABLES, "people": ["name:string", "nickname:string"]}
    assert migrate_to(database, tmp_path, tables_of(declared)) == []
    assert tables.people.search()[0]["nickname"] == "Annie"


def test_a_column_of_an_undone_transaction_is_not_there(tables: Any, database: Database) -> None:
    with Transaction() as transaction:
        tables.people.add_row(name="Ann", nickname="Annie")
        assert tables.people.get(nickname="Annie")["name"] == "Ann"
        transaction.abort()
    assert len(tables.people.search()) == 0
    assert "nickname" not in catalogue_of(database).by_name["people"].columns
