"""The app's data tables as the database holds them: names, ids, columns, access."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

from psycopg import Connection

if TYPE_CHECKING:
    from ...database import Database

SCHEMA_SQL = """
CREATE TABLE IF NOT EXISTS anvil.tables (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    name text NOT NULL UNIQUE,
    title text NOT NULL,
    client text NOT NULL,
    server text NOT NULL
);
CREATE TABLE IF NOT EXISTS anvil.table_columns (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    table_id bigint NOT NULL REFERENCES anvil.tables ON DELETE CASCADE,
    name text NOT NULL,
    type text NOT NULL,
    target bigint REFERENCES anvil.tables ON DELETE CASCADE,
    client_hidden boolean NOT NULL,
    position integer NOT NULL,
    UNIQUE (table_id, name)
);
ALTER TABLE anvil.table_columns ADD COLUMN IF NOT EXISTS created boolean NOT NULL DEFAULT false;
CREATE TABLE IF NOT EXISTS anvil.table_rules (
    name text PRIMARY KEY,
    table_name text NOT NULL,
    kind text NOT NULL,
    definition text NOT NULL,
    message text
);
CREATE OR REPLACE FUNCTION anvil.refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
-- Told: columns that may change, columns that may be emptied, a link and its table; see ``append_only`` in rules.py.
DECLARE
    moves text[] := coalesce(TG_ARGV[0], '{}');
    empties text[] := coalesce(TG_ARGV[1], '{}');
    was jsonb := to_jsonb(old);
    becomes jsonb := to_jsonb(new);
    is_free boolean := false;
BEGIN
    IF TG_OP = 'UPDATE' THEN
        is_free := becomes - moves - empties = was - moves - empties
            AND NOT EXISTS (SELECT FROM unnest(empties) AS name WHERE becomes -> name NOT IN ('null', was -> name));
    ELSIF was ->> TG_ARGV[2] IS NOT NULL THEN
        EXECUTE format('SELECT NOT EXISTS (SELECT FROM data.%I WHERE _id = $1)', TG_ARGV[3])
            INTO is_free USING (was ->> TG_ARGV[2])::bigint;
    END IF;
    IF is_free THEN
        RETURN coalesce(new, old);
    END IF;
    RAISE EXCEPTION 'rows of % are only added', TG_TABLE_NAME
        USING ERRCODE = 'check_violation', CONSTRAINT = TG_NAME;
END $$;
"""

NO_ACCESS, READ, WRITE = 0, 1, 2
ACCESS = {"none": NO_ACCESS, "search": READ, "full": WRITE}

SQL_TYPES = {
    "string": "text",
    "number": "numeric",
    "bool": "boolean",
    "date": "date",
    "datetime": "timestamptz",
    "simpleObject": "jsonb",
    "media": "jsonb",
    "link_single": "bigint",
    "link_multiple": "bigint[]",
}
LINKS = frozenset({"link_single", "link_multiple"})
ROW_ID = "_id"
# Where the zones of datetimes are kept, see :mod:`.zones`.
ZONES = "_zones"


def quoted(name: str) -> str:
    """A name as an SQL identifier."""
    return '"' + name.replace('"', '""') + '"'


@dataclass(frozen=True, slots=True)
class Column:
    """A column; ``target`` is the id of the table that a link leads to. ``sql`` is for statements with parameters."""

    id: int
    name: str
    type: str
    target: int | None = None
    client_hidden: bool = False
    position: int = 0
    sql: str = field(init=False)
    cast: str = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "sql", quoted(self.name).replace("%", "%%"))
        object.__setattr__(self, "cast", SQL_TYPES[self.type])


@dataclass(frozen=True, slots=True, eq=False)
class Table:
    """A data table; ``columns`` are by name, in order of their names. Access levels: 0 none, 1 read, 2 write."""

    id: int
    name: str
    title: str
    client: int
    server: int
    columns: Mapping[str, Column]
    visible_columns: Mapping[str, Column]
    sql: str

    @classmethod
    def of(cls, table_id: int, name: str, title: str, client: str, server: str, columns: Iterable[Column]) -> Table:
        by_name = {column.name: column for column in sorted(columns, key=lambda column: column.name)}
        visible = {name: column for name, column in by_name.items() if not column.client_hidden}
        sql = f"data.{quoted(name)}".replace("%", "%%")
        return cls(table_id, name, title, ACCESS[client], ACCESS[server], by_name, visible, sql)


@dataclass(slots=True, eq=False, weakref_slot=True)
class Catalogue:
    """All tables, by id and by name, and the messages of their rules.

    ``compiled`` keeps what was made of them, ``searched`` how often the column of an id was searched for a value.
    It is ``provisional`` when it has columns of a transaction that may still be undone.
    """

    tables: Mapping[int, Table]
    by_name: Mapping[str, Table]
    messages: Mapping[str, str | None]
    compiled: dict[Any, Any] = field(default_factory=dict)
    searched: Counter[int] = field(default_factory=Counter)
    provisional: bool = False

    def target_of(self, link: Column) -> Table:
        """The table that a link leads to."""
        assert link.target is not None
        return self.tables[link.target]


def load(connection: Connection[Any]) -> Catalogue:
    """Read the catalogue from the bookkeeping tables."""
    columns: dict[int, list[Column]] = {}
    for table_id, *column in connection.execute(
        "SELECT table_id, id, name, type, target, client_hidden, position FROM anvil.table_columns"
    ):
        columns.setdefault(table_id, []).append(Column(*column))
    rows = connection.execute("SELECT id, name, title, client, server FROM anvil.tables ORDER BY name").fetchall()
    tables = {
        table_id: Table.of(table_id, name, title, client, server, columns.get(table_id, []))
        for table_id, name, title, client, server in rows
    }
    messages = dict(connection.execute("SELECT name, message FROM anvil.table_rules").fetchall())
    return Catalogue(tables, {table.name: table for table in tables.values()}, messages)


_catalogues: WeakKeyDictionary[Database, Catalogue] = WeakKeyDictionary()


def catalogue_of(database: Database) -> Catalogue:
    """The database's catalogue, read once per process and again after a migration."""
    catalogue = _catalogues.get(database)
    if catalogue is None:
        with database.connection() as connection:
            catalogue = _catalogues[database] = load(connection)
    return catalogue


def forget(database: Database) -> None:
    """Read the catalogue anew when it is next asked for."""
    _catalogues.pop(database, None)
