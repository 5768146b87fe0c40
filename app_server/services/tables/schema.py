"""The difference between the tables that an app wants and those that the database has, as a plan of steps."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from psycopg import Connection

from . import books, casts
from .catalogue import LINKS, ROW_ID, ZONES, Column, Table, load, quoted
from .present import Present, read_present
from .rules import Rule
from .steps import Plan, Step
from .wanted import Wanted, WantedColumn, WantedTable, read_wanted, sql_type

if TYPE_CHECKING:
    from ...database import Database
    from ...manifest import App


def plan(database: Database, app: App) -> Plan:
    """Compare the app's ``anvil.yaml`` and ``database.yaml`` with the database. Raises StartError for faulty files."""
    wanted = read_wanted(app.tables, *(package.folder for package in app.with_dependencies))
    with database.connection() as connection:
        return plan_on(connection, wanted)


def plan_on(connection: Connection[Any], wanted: Wanted) -> Plan:
    """The plan on that connection's view of the database. What loses data comes last, as far as it can."""
    present = read_present(connection, load(connection))
    rules = {rule.name: rule for rule in wanted.rules}
    steps = [
        # Under the names that the tables still have.
        *(_drop_rule(rule) for rule in present.rules.values() if _definition(rules.get(rule.name)) != rule.create),
        *_renames(present, wanted),
        *_table_steps(connection, present, wanted),
        *_link_indexes(present, wanted),
        *(_add_rule(rule) for rule in wanted.rules if _definition(present.rules.get(rule.name)) != rule.create),
        *_drops(present, wanted),
    ]
    return Plan(wanted, tuple(steps))


def _definition(rule: Rule | None) -> str | None:
    return rule.create if rule else None


def _drop_rule(rule: Rule) -> Step:
    return Step(f"Drop {rule.name} of {rule.table}.", (rule.drop,), books=(books.forget_rule(rule.name),))


def _add_rule(rule: Rule) -> Step:
    return Step(
        f"Add {rule.name} to {rule.table}.",
        rule.statements,
        books=(books.keep_rule(rule),),
        alongside=rule.alongside,
        undo=(rule.drop,),
    )


def _renames(present: Present, wanted: Wanted) -> Iterator[Step]:
    """Steps of renaming; ``present`` has the new names afterwards."""
    for table, was in wanted.hints.tables.items():
        if present.rename_table(was, table):
            sql = f"ALTER TABLE data.{quoted(was)} RENAME TO {quoted(table)}"
            yield Step(f"Rename the table {was} to {table}.", (sql,), books=(books.rename_table(was, table),))
    for (table, column), was in wanted.hints.columns.items():
        if present.rename_column(table, was, column):
            sql = f"ALTER TABLE data.{quoted(table)} RENAME COLUMN {quoted(was)} TO {quoted(column)}"
            book = books.rename_column(table, was, column)
            yield Step(f"Rename the column {was} of {table} to {column}.", (sql,), books=(book,))


def _table_steps(connection: Connection[Any], present: Present, wanted: Wanted) -> Iterator[Step]:
    for table in wanted.tables:
        existing = present.tables.get(table.name)
        if existing is None:
            yield _create_table(table)
            continue
        if table.name in present.without_zones:
            sql = f"ALTER TABLE data.{quoted(table.name)} ADD COLUMN {ZONES} jsonb"
            yield Step(f"Keep the zones of datetimes in {table.name}.", (sql,))
        yield from _change_table(connection, existing, table, present)


def _create_table(table: WantedTable) -> Step:
    columns = "".join(f", {_column_sql(column)}" for column in table.columns)
    own = f"{ROW_ID} bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, {ZONES} jsonb"
    statements = (
        f"CREATE TABLE data.{quoted(table.name)} ({own}{columns})",
        *(_index_sql(table.name, column) for column in table.columns if column.type in LINKS),
    )
    return Step(f"Create the table {table.name}.", statements, books=books.new_table(table))


def _change_table(
    connection: Connection[Any], existing: Table, wanted: WantedTable, present: Present
) -> Iterator[Step]:
    for column in wanted.columns:
        had = existing.columns.get(column.name)
        if had is None:
            sql = f"ALTER TABLE data.{quoted(wanted.name)} ADD COLUMN {_column_sql(column)}"
            book = books.keep_column(wanted.name, column)
            yield Step(f"Add the column {column.name} to {wanted.name}.", (sql,), books=(book,))
        elif not _is_same(had, column, present):
            yield _change_type(connection, wanted.name, had, column)


def _is_same(had: Column, wanted: WantedColumn, present: Present) -> bool:
    """A link whose target is not known is one that an interrupted migration has made."""
    return had.type == wanted.type and (had.target is None or present.names[had.target] == wanted.target)


def _change_type(connection: Connection[Any], table: str, had: Column, column: WantedColumn) -> Step:
    cast = casts.cast_of(connection, table, had, column)
    book = books.keep_column(table, column)
    alter = f"ALTER TABLE data.{quoted(table)}"
    if cast is None:
        statements = (
            *casts.forget_media(table, had),
            f"{alter} DROP COLUMN {quoted(had.name)}",
            f"{alter} ADD COLUMN {_column_sql(column)}",
        )
        sentence = f"Make the column {had.name} of {table} a {column.type}; its values are dropped."
        return Step(sentence, statements, loses_data=True, books=(book,))
    kept = (
        "its values are converted" if not cast.lost else f"{cast.lost} of its values cannot be converted and are lost"
    )
    sentence = f"Make the column {had.name} of {table} a {column.type}; {kept}."
    return Step(sentence, cast.statements(table, had, column), loses_data=bool(cast.lost), books=(book,))


def _link_indexes(present: Present, wanted: Wanted) -> Iterator[Step]:
    """Each link has an index; those of a new table are made with it."""
    for table in wanted.tables:
        existing = present.tables.get(table.name)
        for column in table.columns if existing else ():
            if column.type in LINKS and (table.name, column.name, column.type) not in present.indexed_links:
                statement = _index_sql(table.name, column, " CONCURRENTLY")
                yield Step(f"Index the link {column.name} of {table.name}.", (), alongside=(statement,))


def _drops(present: Present, wanted: Wanted) -> Iterator[Step]:
    names: Mapping[str, set[str]] = {table.name: {column.name for column in table.columns} for table in wanted.tables}
    for table in present.tables.values():
        if table.name not in names:
            media = [sql for column in table.columns.values() for sql in casts.forget_media(table.name, column)]
            statements = (*media, f"DROP TABLE data.{quoted(table.name)}")
            book = books.forget_table(table.name)
            yield Step(f"Drop the table {table.name} and its rows.", statements, loses_data=True, books=(book,))
            continue
        for column in table.columns.values():
            if column.name not in names[table.name] and column.id not in present.created:
                yield _drop_column(table.name, column)


def _drop_column(table: str, column: Column) -> Step:
    sql = f"ALTER TABLE data.{quoted(table)} DROP COLUMN {quoted(column.name)}"
    statements = (*casts.forget_media(table, column), sql)
    book = books.forget_column(table, column.name)
    return Step(f"Drop the column {column.name} of {table} and its values.", statements, loses_data=True, books=(book,))


def _column_sql(column: WantedColumn) -> str:
    return f"{quoted(column.name)} {sql_type(column)}"


def _index_sql(table: str, column: WantedColumn, how: str = "") -> str:
    method = "gin" if column.type == "link_multiple" else "btree"
    return f"CREATE INDEX{how} ON data.{quoted(table)} USING {method} ({quoted(column.name)})"
