"""What one process changes in the tables' description, the others know."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

from app_server.database import Database
from app_server.services import notices
from app_server.services.tables import changes
from app_server.services.tables.catalogue import catalogue_of

from .conftest import tables_of
from .harness import make_instance, migrate_to


def eventually(holds: Callable[[], bool]) -> None:
    end = time.monotonic() + 10
    while not holds():
        assert time.monotonic() < end
        time.sleep(0.02)


def test_a_running_server_hears_of_a_migration(database: Database, tmp_path: Path) -> None:
    make_instance(database)
    database.apply_schema(notices.SCHEMA_SQL)
    migrate_to(database, tmp_path, {}, yes_drop=True)
    migrate_to(database, tmp_path, tables_of({"people": ["name:string"]}))
    other = Database(database.url)
    other.open()
    listening = notices.Notices(other)
    changes.install(SimpleNamespace(database=other, notices=listening))  # type: ignore[arg-type]
    listening.start()
    try:
        listening.number()
        assert list(catalogue_of(other).by_name["people"].columns) == ["name"]
        with other.connection() as connection:
            for _ in range(5):  # prepared by now
                connection.execute("SELECT name FROM data.people").fetchall()
        migrate_to(database, tmp_path, tables_of({"people": ["name:number", "age:number"]}))
        eventually(lambda: list(catalogue_of(other).by_name["people"].columns) == ["age", "name"])
        with other.connection() as connection:
            connection.execute("SELECT name FROM data.people").fetchall()
    finally:
        listening.close()
        other.close()
