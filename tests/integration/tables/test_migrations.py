"""The database follows ``anvil.yaml`` and ``database.yaml``, and loses nothing unasked."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from anvil.tables import TableError
from anvil.tables import query as q

from app_server.database import Database
from app_server.errors import StartError
from app_server.services.tables.catalogue import catalogue_of

from .conftest import tables_of
from .harness import entered, make_call, make_instance, migrate_to

BASE = {"people": ["name:string", "age:number"], "cities": ["name:string"]}
Migrate = Callable[..., list[str]]


@pytest.fixture
def migrate(database: Database, tmp_path: Path) -> Iterator[Migrate]:
    """Brings the tables to a description, with the text of a database.yaml; every test begins without tables."""
    make_instance(database)

    def run(columns: dict[str, list[str]], rules: str = "", *, yes_drop: bool = False) -> list[str]:
        (tmp_path / "database.yaml").write_text(rules)
        return migrate_to(database, tmp_path, tables_of(columns), yes_drop=yes_drop)

    run({}, yes_drop=True)
    yield run


@pytest.fixture
def tables(database: Database, migrate: Migrate) -> Iterator[Any]:
    from anvil.tables.v2 import app_tables

    with entered(make_call(SimpleNamespace(database=database, media=None))):
        yield app_tables


def test_new_tables_and_columns_are_added_and_rows_kept(migrate: Migrate, tables: Any) -> None:
    assert migrate(BASE) == ["Create the table people.", "Create the table cities."]
    tables.people.add_row(name="Ann", age=5)
    bigger = {**BASE, "people": [*BASE["people"], "city:link_single:cities"], "notes": ["text:string"]}
    assert migrate(bigger) == [
        "Add the column city to people.", "Create the table notes.", "Index the link city of people."
    ]  # fmt: skip
    assert dict(tables.people.search()[0]) == {"name": "Ann", "age": 5, "city": None}


def test_a_second_time_there_is_nothing_to_do(migrate: Migrate) -> None:
    rules = "people:\n  unique:\n    - {name: once, columns: [name]}\n"
    migrate(BASE, rules)
    assert migrate(BASE, rules) == []


def test_ids_of_tables_stay(migrate: Migrate, database: Database) -> None:
    migrate(BASE)
    before = {table.name: table.id for table in catalogue_of(database).tables.values()}
    migrate({**BASE, "people": ["name:string"], "notes": ["text:string"]}, yes_drop=True)
    after = {table.name: table.id for table in catalogue_of(database).tables.values()}
    assert after.items() >= before.items()


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"people": ["name:string"], "cities": ["name:string"]}, "Drop the column age of people and its values."),
        ({"people": BASE["people"]}, "Drop the table cities and its rows."),
        ({**BASE, "people": ["name:string", "age:date"]}, "Make the column age of people a date"),
        ({**BASE, "people": ["name:string", "age:link_single:cities"]}, "Make the column age of people a link_single"),
    ],
)
def test_losing_data_needs_a_yes(migrate: Migrate, tables: Any, changed: dict[str, list[str]], sentence: str) -> None:
    migrate(BASE)
    tables.people.add_row(name="Ann", age=5)
    with pytest.raises(StartError, match=sentence):
        migrate({**changed, "extra": ["name:string"]})
    assert dict(tables.people.search()[0]) == {"name": "Ann", "age": 5}
    assert any(sentence in taken for taken in migrate(changed, yes_drop=True))
    assert tables.people.search()[0]["name"] == "Ann"


def test_names_may_hold_any_character(migrate: Migrate, tables: Any) -> None:
    column = 'My "best" 100% né %s'
    migrate({"people": [f"{column}:number", "SELECT:string"]})
    tables.people.add_row(**{column: 5, "SELECT": "x"})
    tables.people.add_rows([{column: 6}, {"SELECT": "y"}])
    assert tables.people.get(**{column: 6, "SELECT": None})[column] == 6
    tables.people.get(SELECT="x").update(**{column: 7})
    assert [row[column] for row in tables.people.search()] == [7, 6, None]


def test_two_processes_that_migrate_at_once_agree(migrate: Migrate, database: Database, tmp_path: Path) -> None:
    taken: list[list[str]] = []
    threads = [
        threading.Thread(target=lambda: taken.append(migrate_to(database, tmp_path, tables_of(BASE)))) for _ in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert sorted(map(len, taken)) == [0, 0, 0, 2]


UNIQUE = """
people:
  unique:
    - {name: once, expression: lower(name), where: age IS NULL, message: There is one of that name.}
  check:
    - {name: grown, expression: age < 150}
"""


def test_a_violated_rule_says_its_message(migrate: Migrate, tables: Any) -> None:
    migrate(BASE, UNIQUE)
    tables.people.add_row(name="Ann")
    tables.people.add_row(name="ANN", age=5)
    for action in (
        lambda: tables.people.add_row(name="ann"),
        lambda: tables.people.add_rows([{"name": "Bob"}, {"name": "bob"}]),
        lambda: tables.people.get(age=5).update(age=None),
    ):
        with pytest.raises(TableError, match="There is one of that name") as raised:
            action()
        assert raised.value.error_obj["rule"] == "once"
    with pytest.raises(TableError, match="grown"):
        tables.people.add_row(age=200)
    assert len(tables.people.search()) == 2


def test_no_two_may_overlap(migrate: Migrate, tables: Any) -> None:
    migrate(
        {"rooms": ["name:string"], "bookings": ["room:link_single:rooms", "a:datetime", "b:datetime", "off:bool"]},
        "bookings:\n  no_overlap:\n"
        "    - {name: free, columns: [room], from: a, to: b, where: off IS NOT TRUE, message: It is taken.}\n",
    )
    rooms = [tables.rooms.add_row(name=name) for name in "xy"]
    noon, hour = datetime(2026, 1, 1, 12, tzinfo=UTC), timedelta(hours=1)
    tables.bookings.add_row(room=rooms[0], a=noon, b=noon + hour)
    tables.bookings.add_row(room=rooms[0], a=noon + hour, b=noon + 2 * hour)
    tables.bookings.add_row(room=rooms[1], a=noon, b=noon + hour)
    tables.bookings.add_row(room=rooms[0], a=noon, b=noon + hour, off=True)
    with pytest.raises(TableError, match="It is taken"):
        tables.bookings.add_row(room=rooms[0], a=noon + hour / 2, b=noon + 3 * hour)


def test_a_table_that_only_grows_gives_up_its_old_rows_alone(migrate: Migrate, tables: Any) -> None:
    migrate(
        {"notes": ["text:string", "at:datetime"]},
        "notes:\n  append_only:\n    - {name: grows, column: at, for: 2 days, message: It is only added to.}\n",
    )
    new = tables.notes.add_row(text="new", at=datetime.now(UTC) - timedelta(days=1))
    old = tables.notes.add_row(text="old", at=datetime.now(UTC) - timedelta(days=3))
    with pytest.raises(TableError, match="It is only added to"):
        new["text"] = "other"
    with pytest.raises(TableError, match="It is only added to"):
        new.delete()
    with pytest.raises(TableError, match="It is only added to"):
        tables.notes.delete_all_rows()
    old.delete()
    assert [row["text"] for row in tables.notes.search()] == ["new"]
    migrate({"notes": ["text:string", "at:datetime"]}, "")
    new.delete()


def test_a_ledger_lets_its_rows_move_be_emptied_and_go_with_their_owner_and_nothing_else(
    migrate: Migrate, tables: Any
) -> None:
    ledger = {"people": ["name:string"], "notes": ["person:link_single:people", "text:string", "proof:simpleObject"]}
    exceptions = "moves: [person], empties: [proof], gone_with: {person: people}"
    migrate(ledger, f"notes:\n  append_only:\n    - {{name: grows, {exceptions}, message: It is only added to.}}\n")
    ann, bea = tables.people.add_row(name="Ann"), tables.people.add_row(name="Bea")
    note = tables.notes.add_row(person=ann, text="agreed", proof={"ip": "1"})
    adrift = tables.notes.add_row(text="nobody's")
    for change in ({"text": "other"}, {"proof": {"ip": "2"}}, {"person": bea, "text": None}):
        with pytest.raises(TableError, match="It is only added to"):
            note.update(**change)
    note.update(person=bea, proof=None)
    ann.delete()
    for row in (note, adrift):
        with pytest.raises(TableError, match="It is only added to"):
            row.delete()
    bea.delete()
    note.delete()
    with pytest.raises(StartError, match="'nobody'"):
        migrate(ledger, "notes:\n  append_only:\n    - {name: grows, moves: [nobody]}\n")


def test_changed_rules_replace_the_old_and_dropped_rules_go(migrate: Migrate, tables: Any) -> None:
    migrate(BASE, UNIQUE)
    steps = migrate(BASE, UNIQUE.replace("lower(name)", "name").replace("age < 150", "age < 250"))
    assert steps == ["Drop once of people.", "Drop grown of people.", "Add once to people.", "Add grown to people."]
    tables.people.add_rows([{"name": "Ann"}, {"name": "ann"}, {"age": 200}])
    assert migrate(BASE) == ["Drop once of people.", "Drop grown of people."]
    tables.people.add_rows([{"name": "Ann"}, {"age": 2000}])


def test_a_new_message_needs_no_step(migrate: Migrate, tables: Any) -> None:
    migrate(BASE, UNIQUE)
    assert migrate(BASE, UNIQUE.replace("There is one", "We have one")) == []
    tables.people.add_row(name="Ann")
    with pytest.raises(TableError, match="We have one of that name"):
        tables.people.add_row(name="ann")


def test_a_rule_that_rows_break_is_named_and_leaves_nothing_behind(
    migrate: Migrate, tables: Any, database: Database
) -> None:
    migrate(BASE)
    tables.people.add_rows([{"name": "Ann"}, {"name": "Ann"}, {"age": 200}])
    bigger = {**BASE, "notes": ["text:string"]}
    with pytest.raises(StartError, match="Add once to people"):
        migrate(bigger, UNIQUE)
    tables.people.search(name="Ann")[0].delete()
    with pytest.raises(StartError, match="Add grown to people"):
        migrate(bigger, UNIQUE)
    tables.people.add_row(age=300)
    tables.people.search(age=q.greater_than(100)).delete_all_rows()
    assert migrate(bigger, UNIQUE) == ["Add grown to people."]


def test_faulty_sql_in_a_rule_is_a_sentence(migrate: Migrate) -> None:
    with pytest.raises(StartError, match=r"Add grown to people. That failed: .*agee"):
        migrate(BASE, UNIQUE.replace("age < 150", "agee < 150"))


@pytest.mark.parametrize(
    ("kind", "asked"),
    [
        ("trigram", "name ILIKE '%nn%'"),
        ("full_text", "to_tsvector('english', name) @@ plainto_tsquery('english', 'a')"),
    ],
)
def test_word_indexes_are_used(migrate: Migrate, database: Database, kind: str, asked: str) -> None:
    migrate(BASE, f"people:\n  indexes:\n    - {{name: fast, columns: [name], type: {kind}}}\n")
    with database.atomic() as connection:
        connection.execute("SET LOCAL enable_seqscan = off")
        lines = connection.execute(f"EXPLAIN SELECT 1 FROM data.people WHERE {asked}").fetchall()
    assert any("fast" in line for (line,) in lines)


def test_access_and_hidden_columns_follow_the_manifest(
    migrate: Migrate, database: Database, tmp_path: Path, tables: Any
) -> None:
    migrate(BASE)
    described = tables_of({**BASE, "people": ["name:string", "age:number:hidden"]}, {"people": "search"})
    described["people"]["columns"][1]["type"] = "number"
    assert migrate_to(database, tmp_path, described) == []
    table = catalogue_of(database).by_name["people"]
    assert (table.client, list(table.visible_columns)) == (1, ["name"])
    with suppress(KeyError):
        _ = tables.people
