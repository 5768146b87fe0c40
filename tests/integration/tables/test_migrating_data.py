"""Migrations keep what the tables hold: renames, new types, interruptions, and people who write meanwhile."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, date, datetime
from types import SimpleNamespace
from typing import Any

import anvil
import psycopg
import pytest

from app_server.database import Database
from app_server.errors import StartError
from app_server.services.media import MediaStore
from app_server.services.tables import migrate as migrating
from app_server.services.tables.catalogue import catalogue_of

from .harness import entered, make_call
from .test_migrations import BASE, UNIQUE, Migrate, migrate  # noqa: F401 (a fixture)


@pytest.fixture
def tables(database: Database, migrate: Migrate) -> Iterator[Any]:  # noqa: F811 (the fixture)
    from anvil.tables.v2 import app_tables

    with entered(make_call(SimpleNamespace(database=database, media=MediaStore(database)))):
        yield app_tables


def test_a_renamed_table_keeps_its_rows_and_its_id(migrate: Migrate, tables: Any, database: Database) -> None:  # noqa: F811
    migrate({**BASE, "notes": ["person:link_single:people"]})
    tables.notes.add_row(person=tables.people.add_row(name="Ann"))
    was = catalogue_of(database).by_name["people"].id
    renamed = {"contacts": BASE["people"], "cities": BASE["cities"], "notes": ["person:link_single:contacts"]}
    hints = "contacts:\n  was: people\n"
    assert migrate(renamed, hints) == ["Rename the table people to contacts."]
    assert tables.notes.search()[0]["person"]["name"] == "Ann"
    assert catalogue_of(database).by_name["contacts"].id == was
    assert migrate(renamed, hints) == []


def test_a_renamed_column_keeps_its_values_and_its_rules(migrate: Migrate, tables: Any) -> None:  # noqa: F811
    moment = datetime(2026, 3, 1, 9, tzinfo=anvil.tz.tzoffset(hours=2))
    migrate({"people": ["name:string", "seen:datetime"]}, "people:\n  unique:\n    - {name: once, columns: [name]}\n")
    tables.people.add_row(name="Ann", seen=moment)
    steps = migrate(
        {"people": ["full_name:string", "last_seen:datetime"]},
        "people:\n  columns_were: {full_name: name, last_seen: seen}\n"
        "  unique:\n    - {name: once, columns: [full_name]}\n",
    )
    assert steps == [
        "Drop once of people.",
        "Rename the column name of people to full_name.",
        "Rename the column seen of people to last_seen.",
        "Add once to people.",
    ]
    row = tables.people.search()[0]
    assert (row["full_name"], str(row["last_seen"])) == ("Ann", str(moment))


@pytest.mark.parametrize(
    ("before", "value", "after", "becomes"),
    [
        ("number", 5, "string", "5"),
        ("bool", True, "string", "true"),
        ("date", date(2026, 1, 2), "string", "2026-01-02"),
        ("date", date(2026, 1, 2), "datetime", datetime(2026, 1, 2, tzinfo=UTC)),
        ("datetime", datetime(2026, 1, 2, 3, tzinfo=UTC), "string", "2026-01-02T03:00:00.000000+00:00"),
        ("string", "5.50", "number", 5.5),
        ("string", "yes", "bool", True),
        ("string", "2026-01-02", "date", date(2026, 1, 2)),
        ("string", "text", "simpleObject", "text"),
        ("number", 5, "simpleObject", 5),
    ],
)
def test_a_new_type_converts_what_can_be_converted(
    migrate: Migrate,  # noqa: F811
    tables: Any,
    before: str,
    value: Any,
    after: str,
    becomes: Any,
) -> None:
    migrate({"people": [f"x:{before}"]})
    tables.people.add_rows([{"x": value}, {"x": None}])
    assert migrate({"people": [f"x:{after}"]}) == [f"Make the column x of people a {after}; its values are converted."]
    assert [row["x"] for row in tables.people.search()] == [becomes, None]


def test_a_link_may_become_several(migrate: Migrate, tables: Any) -> None:  # noqa: F811
    migrate({"people": ["name:string", "boss:link_single:people"]})
    ann = tables.people.add_row(name="Ann")
    tables.people.add_row(name="Bob", boss=ann)
    steps = migrate({"people": ["name:string", "boss:link_multiple:people"]})
    assert steps == [
        "Make the column boss of people a link_multiple; its values are converted.",
        "Index the link boss of people.",
    ]
    assert [row["boss"] for row in tables.people.search()] == [None, [ann]]


def test_texts_that_are_no_numbers_are_counted(migrate: Migrate, tables: Any) -> None:  # noqa: F811
    migrate({"people": ["x:string"]})
    tables.people.add_rows([{"x": "5"}, {"x": "five"}, {"x": "NaN"}, {"x": None}])
    with pytest.raises(StartError, match="2 of its values cannot be converted and are lost"):
        migrate({"people": ["x:number"]})
    migrate({"people": ["x:number"]}, yes_drop=True)
    assert [row["x"] for row in tables.people.search()] == [5, None, None, None]


@pytest.mark.parametrize("after", [{"people": ["name:string"]}, {}])
def test_media_of_a_dropped_column_or_table_go_too(
    migrate: Migrate,  # noqa: F811
    tables: Any,
    database: Database,
    after: dict[str, list[str]],
) -> None:
    def count() -> int:
        with database.connection() as connection:
            return connection.execute("SELECT count(*) FROM anvil.media").fetchone()[0]

    migrate({"people": ["name:string", "photo:media"]})
    before = count()
    tables.people.add_row(photo=anvil.BlobMedia("text/plain", b"x"))
    migrate(after, yes_drop=True)
    assert count() == before


class Interrupted(Exception):
    """The migration's process ends here."""


class Interruption:
    """Ends a migration at a statement of it; ``left`` says how many it may still run, 0 that it runs on."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.left = 0
        execute = psycopg.Connection.execute

        def interrupted(connection: Any, *args: Any, **kwargs: Any) -> Any:
            self.left -= 1
            if self.left == 0:
                raise Interrupted
            return execute(connection, *args, **kwargs)

        monkeypatch.setattr(psycopg.Connection, "execute", interrupted)


BIGGER = {
    "contacts": ["full_name:string", "age:string", "city:link_single:towns"],
    "towns": ["name:string"],
    "new": ["x:string"],
}
BIGGER_RULES = """
contacts:
  was: people
  columns_were: {full_name: name}
  unique:
    - {name: once, columns: [full_name]}
  check:
    - {name: long, expression: length(age) > 0}
towns:
  was: cities
"""


@pytest.mark.parametrize("statement", range(2, 80, 6))
def test_an_interrupted_migration_can_be_run_again(
    migrate: Migrate,  # noqa: F811
    tables: Any,
    monkeypatch: pytest.MonkeyPatch,
    statement: int,
) -> None:
    """After any of its statements."""
    migrate(BASE, UNIQUE)
    tables.people.add_row(name="Ann", age=5)
    interruption = Interruption(monkeypatch)
    interruption.left = statement
    with suppress(Interrupted):
        migrate(BIGGER, BIGGER_RULES)
    interruption.left = 0
    migrate(BIGGER, BIGGER_RULES)
    assert migrate(BIGGER, BIGGER_RULES) == []
    assert dict(tables.contacts.search()[0]) == {"full_name": "Ann", "age": "5", "city": None}


def test_an_unfinished_index_is_dropped(migrate: Migrate, tables: Any, database: Database) -> None:  # noqa: F811
    migrate(BASE)
    tables.people.add_rows([{"name": "Ann"}, {"name": "Ann"}])
    with database.connection() as connection:
        with pytest.raises(psycopg.errors.UniqueViolation):
            connection.execute('CREATE UNIQUE INDEX CONCURRENTLY "left" ON data.people (name)')
        migrate({**BASE, "notes": ["text:string"]})
        assert connection.execute("SELECT to_regclass('data.left')").fetchone() == (None,)


def test_a_table_in_use_is_waited_for_without_holding_others_up(
    migrate: Migrate,  # noqa: F811
    database: Database,
    tables: Any,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(migrating, "PAUSE_SECONDS", 0.05)
    migrate(BASE)
    tables.people.add_row(name="Ann")
    waited = []
    with psycopg.connect(database.url) as long_running:
        long_running.execute("SELECT count(*) FROM data.people")
        thread = threading.Thread(target=migrate, args=({**BASE, "people": [*BASE["people"], "x:string"]},))
        thread.start()
        end = time.monotonic() + 1
        while time.monotonic() < end:
            started = time.monotonic()
            with psycopg.connect(database.url, autocommit=True) as other:
                other.execute("UPDATE data.people SET age = 1")
            waited.append(time.monotonic() - started)
    thread.join(10)
    assert max(waited) < migrating.LOCK_TIMEOUT_MILLISECONDS / 1000 + 0.5
    assert "x" in catalogue_of(database).by_name["people"].columns
