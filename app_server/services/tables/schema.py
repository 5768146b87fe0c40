"""The difference between the tables that an app wants and those that the database has, as a plan of steps."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from psycopg import Connection

from ...errors import StartError
from .catalogue import ACCESS, LINKS, ROW_ID, SQL_TYPES, ZONES, Catalogue, Table, load, quoted
from .rules import LONGEST_NAME, Rule, read_rules

if TYPE_CHECKING:
    from ...database import Database
    from ...manifest import App

COLLATION = 'COLLATE "pg_c_utf8"'


@dataclass(frozen=True, slots=True)
class WantedColumn:
    """A column as ``anvil.yaml`` declares it; ``target`` is a table's python name."""

    name: str
    type: str
    target: str | None
    client_hidden: bool


@dataclass(frozen=True, slots=True)
class WantedTable:
    """A table as ``anvil.yaml`` declares it."""

    name: str
    title: str
    client: str
    server: str
    columns: tuple[WantedColumn, ...]


@dataclass(frozen=True, slots=True)
class Wanted:
    """Everything an app wants of its database."""

    tables: tuple[WantedTable, ...]
    rules: tuple[Rule, ...]


@dataclass(frozen=True, slots=True)
class Step:
    """One change: what it does in a sentence, its SQL, and whether it loses data."""

    sentence: str
    sql: str
    loses_data: bool = False


@dataclass(frozen=True, slots=True)
class Plan:
    """What would be done, in order."""

    wanted: Wanted
    steps: tuple[Step, ...]

    @property
    def losses(self) -> tuple[Step, ...]:
        return tuple(step for step in self.steps if step.loses_data)


def plan(database: Database, app: App) -> Plan:
    """Compare the app's ``anvil.yaml`` and ``database.yaml`` with the database. Raises StartError for faulty files."""
    wanted = read_wanted(app.tables, app.folder)
    with database.connection() as connection:
        return plan_on(connection, wanted)


def read_wanted(db_schema: Mapping[str, Mapping[str, Any]], folder: Path) -> Wanted:
    """Check what the app's files say. Raises StartError."""
    tables = tuple(_wanted_table(name, entry, db_schema) for name, entry in db_schema.items())
    columns = {table.name: {column.name: column.type for column in table.columns} for table in tables}
    return Wanted(tables, tuple(read_rules(folder, columns)))


def plan_on(connection: Connection[Any], wanted: Wanted) -> Plan:
    """The plan on that connection's view of the database."""
    present = load(connection)
    rules = {rule.name: rule for rule in wanted.rules}
    stored = {
        name: Rule(name, table, kind, definition, message)
        for name, table, kind, definition, message in connection.execute(
            "SELECT name, table_name, kind, definition, message FROM anvil.table_rules"
        )
    }
    steps = [
        *(_keep_zones(name) for name in _without_zones(connection) if name in {table.name for table in wanted.tables}),
        *(_drop_rule(rule) for rule in stored.values() if _definition(rules.get(rule.name)) != rule.create),
        *_table_steps(present, wanted),
        *(_add_rule(rule) for rule in wanted.rules if _definition(stored.get(rule.name)) != rule.create),
    ]
    return Plan(wanted, tuple(steps))


def _without_zones(connection: Connection[Any]) -> list[str]:
    """The tables from before the zones of datetimes were kept."""
    rows = connection.execute(
        """
        SELECT name FROM anvil.tables AS t WHERE NOT EXISTS (
            SELECT FROM information_schema.columns
            WHERE table_schema = 'data' AND table_name = t.name AND column_name = %s
        ) ORDER BY name
        """,
        [ZONES],
    )
    return [name for (name,) in rows]


def _keep_zones(table: str) -> Step:
    return Step(
        f"Keep the zones of datetimes in {table}.", f"ALTER TABLE data.{quoted(table)} ADD COLUMN {ZONES} jsonb"
    )


def _definition(rule: Rule | None) -> str | None:
    return rule.create if rule else None


def _drop_rule(rule: Rule) -> Step:
    return Step(f"Drop {rule.name} of {rule.table}.", rule.drop)


def _add_rule(rule: Rule) -> Step:
    return Step(f"Add {rule.name} to {rule.table}.", rule.create)


def _table_steps(present: Catalogue, wanted: Wanted) -> Iterator[Step]:
    names = {table.name for table in wanted.tables}
    for table in present.tables.values():
        if table.name not in names:
            yield Step(f"Drop the table {table.name} and its rows.", f"DROP TABLE data.{quoted(table.name)}", True)
    for wanted_table in wanted.tables:
        existing = present.by_name.get(wanted_table.name)
        if existing is None:
            yield from _create_table(wanted_table)
        else:
            yield from _change_table(existing, wanted_table, present)


def _create_table(table: WantedTable) -> Iterator[Step]:
    columns = "".join(f", {_column_sql(column)}" for column in table.columns)
    own = f"{ROW_ID} bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, {ZONES} jsonb"
    yield Step(f"Create the table {table.name}.", f"CREATE TABLE data.{quoted(table.name)} ({own}{columns})")
    for column in table.columns:
        yield from _index_link(table.name, column)


def _change_table(existing: Table, wanted: WantedTable, present: Catalogue) -> Iterator[Step]:
    alter = f"ALTER TABLE data.{quoted(wanted.name)}"
    names = {column.name for column in wanted.columns}
    for name in existing.columns:
        if name not in names:
            sentence = f"Drop the column {name} of {wanted.name} and its values."
            yield Step(sentence, f"{alter} DROP COLUMN {quoted(name)}", True)
    for column in wanted.columns:
        had = existing.columns.get(column.name)
        target = present.tables[had.target].name if had and had.target else None
        if had is not None and (had.type, target) == (column.type, column.target):
            continue
        add = f"{alter} ADD COLUMN {_column_sql(column)}"
        if had is None:
            yield Step(f"Add the column {column.name} to {wanted.name}.", add)
        else:
            sentence = f"Make the column {column.name} of {wanted.name} a {column.type}; its values are dropped."
            yield Step(sentence, f"{alter} DROP COLUMN {quoted(had.name)}; {add}", True)
        yield from _index_link(wanted.name, column)


def _column_sql(column: WantedColumn) -> str:
    collation = f" {COLLATION}" if column.type == "string" else ""
    return f"{quoted(column.name)} {SQL_TYPES[column.type]}{collation}"


def _index_link(table: str, column: WantedColumn) -> Iterator[Step]:
    if column.type in LINKS:
        method = "gin" if column.type == "link_multiple" else "btree"
        sql = f"CREATE INDEX ON data.{quoted(table)} USING {method} ({quoted(column.name)})"
        yield Step(f"Index the link {column.name} of {table}.", sql)


def _wanted_table(name: str, entry: Mapping[str, Any], db_schema: Mapping[str, Any]) -> WantedTable:
    where = f"anvil.yaml, table {name}"
    access = {side: str(entry.get(side, default)) for side, default in (("client", "none"), ("server", "full"))}
    if not set(access.values()) <= set(ACCESS):
        raise StartError(f"{where}: client and server are one of {', '.join(ACCESS)}.")
    columns = tuple(_wanted_column(where, column, db_schema) for column in entry.get("columns") or [])
    _check_names(where, [name], ())
    _check_names(where, [column.name for column in columns], (ROW_ID, ZONES))
    return WantedTable(name, str(entry.get("title") or name), access["client"], access["server"], columns)


def _wanted_column(where: str, entry: Mapping[str, Any], db_schema: Mapping[str, Any]) -> WantedColumn:
    if "name" not in entry or entry.get("type") not in SQL_TYPES:
        raise StartError(
            f"{where}: a column needs a name and a type out of {', '.join(SQL_TYPES)}; found {dict(entry)}."
        )
    target = entry.get("target") if entry["type"] in LINKS else None
    if entry["type"] in LINKS and target not in db_schema:
        raise StartError(f"{where}: the link {entry['name']} needs a target that is a table; found {target!r}.")
    return WantedColumn(entry["name"], entry["type"], target, bool(entry.get("client_hidden")))


def _check_names(where: str, names: Sequence[str], reserved: Sequence[str]) -> None:
    if len(set(names)) != len(names):
        raise StartError(f"{where}: a column name is used twice.")
    for name in names:
        if not name or name in reserved or len(name.encode()) > LONGEST_NAME:
            raise StartError(f"{where}: {name!r} cannot be a name; it is empty, reserved or over {LONGEST_NAME} bytes.")
