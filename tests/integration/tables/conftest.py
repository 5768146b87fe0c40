"""A small shop's tables, for tests of the tables service."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from app_server.database import Database

from .harness import entered, make_call, make_instance, migrate_to

COLUMNS = {
    "people": ["name:string", "age:number", "vip:bool", "born:date", "seen:datetime", "extra:simpleObject",
               "photo:media", "boss:link_single:people", "friends:link_multiple:people", "city:link_single:cities"],
    "cities": ["name:string", "country:link_single:countries"],
    "countries": ["name:string", "continent:link_single:continents"],
    "continents": ["name:string"],
    "shown": ["name:string", "secret:string:hidden", "person:link_single:people"],
}  # fmt: skip
CLIENT_ACCESS = {"shown": "full", "cities": "search"}


def tables_of(columns: dict[str, list[str]], access: dict[str, str] | None = None) -> dict[str, Any]:
    """``{"people": ["name:string", "boss:link_single:people"]}`` → the map that anvil.yaml has as db_schema."""
    return {
        table: {
            "title": table.capitalize(),
            "client": (access or {}).get(table, "none"),
            "server": "full",
            "columns": [_column(*column.split(":")) for column in specs],
        }
        for table, specs in columns.items()
    }


def _column(name: str, type_: str, more: str | None = None) -> dict[str, Any]:
    if more == "hidden":
        return {"name": name, "type": type_, "client_hidden": True}
    return {"name": name, "type": type_, **({"target": more} if more else {})}


@pytest.fixture(scope="module")
def instance(database: Database, tmp_path_factory: pytest.TempPathFactory) -> SimpleNamespace:
    instance = make_instance(database)
    folder: Path = tmp_path_factory.mktemp("app")
    migrate_to(database, folder, tables_of(COLUMNS, CLIENT_ACCESS))
    return instance


@pytest.fixture
def app_tables(instance: SimpleNamespace) -> Iterator[Any]:
    """``app_tables`` as trusted server code sees it, every table empty."""
    from anvil.tables.v2 import app_tables

    with instance.database.connection() as connection:
        connection.execute("TRUNCATE " + ", ".join(f"data.{table}" for table in COLUMNS))
    with entered(make_call(instance)):
        yield app_tables


@pytest.fixture
def as_browser(instance: SimpleNamespace) -> Any:
    """A context in which calls come from a browser."""
    return lambda: entered(make_call(instance, trusted=False))
