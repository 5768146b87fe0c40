"""What the database has of an app's tables, beyond the catalogue: rules, zones, and indexes of links."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from psycopg import Connection

from .catalogue import ZONES, Catalogue, Table
from .rules import Rule

INDEXED = """
SELECT c.relname, a.attname, CASE am.amname WHEN 'gin' THEN 'link_multiple' ELSE 'link_single' END
FROM pg_index i
JOIN pg_class c ON c.oid = i.indrelid AND c.relnamespace = 'data'::regnamespace
JOIN pg_class x ON x.oid = i.indexrelid
JOIN pg_am am ON am.oid = x.relam
JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = i.indkey[0]
WHERE i.indisvalid AND i.indnatts = 1 AND i.indpred IS NULL
"""
WITHOUT_ZONES = """
SELECT c.relname FROM pg_class c WHERE c.relnamespace = 'data'::regnamespace AND c.relkind = 'r'
AND NOT EXISTS (SELECT FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attname = %s AND NOT a.attisdropped)
"""


@dataclass(slots=True)
class Present:
    """``tables`` by their names after the renaming that is planned, ``names`` by their ids."""

    tables: dict[str, Table]
    names: dict[int, str]
    rules: dict[str, Rule]
    without_zones: frozenset[str]
    indexed_links: frozenset[tuple[str, str, str]]
    # Ids of columns that came into being when they were written; they may be missing from the manifest.
    created: frozenset[int]

    def rename_table(self, was: str, name: str) -> bool:
        """Whether there is a table of the old name and none of the new; it is taken for renamed then."""
        if was not in self.tables or name in self.tables:
            return False
        table = replace(self.tables.pop(was), name=name)
        self.tables[name] = table
        self.names[table.id] = name
        self.without_zones = frozenset(name if zoned == was else zoned for zoned in self.without_zones)
        self.indexed_links = frozenset((name if at == was else at, link, kind) for at, link, kind in self.indexed_links)
        return True

    def rename_column(self, at: str, was: str, name: str) -> bool:
        """Whether that table has a column of the old name and none of the new; it is taken for renamed then."""
        table = self.tables.get(at)
        if table is None or was not in table.columns or name in table.columns:
            return False
        columns = dict(table.columns)
        columns[name] = replace(columns.pop(was), name=name)
        self.tables[at] = replace(table, columns=columns)
        self.indexed_links = frozenset(
            (on, name if (on, link) == (at, was) else link, kind) for on, link, kind in self.indexed_links
        )
        return True


def read_present(connection: Connection[Any], catalogue: Catalogue) -> Present:
    rules = connection.execute("SELECT name, table_name, kind, definition, message FROM anvil.table_rules")
    indexed = frozenset(connection.execute(INDEXED).fetchall())
    without_zones = frozenset(name for (name,) in connection.execute(WITHOUT_ZONES, [ZONES]))
    names = {table.id: table.name for table in catalogue.tables.values()}
    by_name = {row[0]: Rule(*row) for row in rules.fetchall()}
    created = frozenset(row_id for (row_id,) in connection.execute("SELECT id FROM anvil.table_columns WHERE created"))
    return Present(dict(catalogue.by_name), names, by_name, without_zones, indexed, created)
