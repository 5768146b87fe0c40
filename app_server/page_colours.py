"""The page's colours: the theme's own, or the scheme of a seed colour that the app keeps in its data."""

from __future__ import annotations

import logging
import time
from collections.abc import Mapping
from typing import TYPE_CHECKING

import psycopg
from psycopg import sql

from .bundle import theme_parameters
from .colour_scheme import is_seed, scheme_css
from .errors import StartError
from .services.tables.catalogue import ROW_ID
from .theme import colors_css

if TYPE_CHECKING:
    from .instance import Instance
    from .manifest import App

REFRESH_SECONDS = 10.0
NOTICE = "page_colours"
# Every process hears of a changed seed when it is committed: run again by each process that starts.
WATCH_SQL = """
create or replace function anvil.tell_page_colours() returns trigger language plpgsql as $$
begin
    perform pg_notify('mybizz', '["page_colours", null]');
    return null;
end $$;
create or replace trigger anvil_page_colours after insert or update or delete on data.{table}
    for each statement execute function anvil.tell_page_colours();
"""
_log = logging.getLogger(__name__)


class PageColours:
    """What ``theme/parameters.yaml`` says: ``color_scheme``, and ``seed_color: {table: …, column: …}``.

    The seed is the column's value in the first row that has one. Pages do not wait for it: it is read when the database
    tells that the table has changed, and from time to time in case that was lost. Raises StartError when the app has no
    such column.
    """

    def __init__(self, instance: Instance) -> None:
        self._instance = instance
        self._parameters = theme_parameters(instance.app)
        self._query = _seed_query(instance.app, self._parameters.get("seed_color"))
        self._seed: str | None = None
        self._read_at = time.monotonic()
        self._watch()
        self._read()

    def css(self) -> str:
        """The custom properties of every colour."""
        now, seed = time.monotonic(), self._seed
        if now - self._read_at > REFRESH_SECONDS:
            self._read_at = now
            self._read_later()
        if seed is None:
            return colors_css(self._parameters)
        return scheme_css(seed) + colors_css(self._parameters, own_only=True)

    def _watch(self) -> None:
        if self._query is None:
            return
        table = sql.Identifier(self._parameters["seed_color"]["table"])
        self._instance.notices.on(NOTICE, lambda _: self._read_later())
        try:
            with self._instance.database.connection() as connection:
                connection.execute(sql.SQL(WATCH_SQL).format(table=table))
        except psycopg.Error as error:
            # Another process that starts at this moment makes the same, and one of them is refused.
            _log.info("The page's seed colour is watched by another's trigger: %s", error)

    def _read_later(self) -> None:
        self._instance.threads.submit(self._read)

    def _read(self) -> None:
        if self._query is None:
            return
        try:
            with self._instance.database.connection() as connection:
                row = connection.execute(self._query).fetchone()
        except psycopg.Error as error:
            _log.warning("The page's seed colour could not be read: %s", error)
            return
        self._seed = row[0] if row and is_seed(row[0]) else None


def _seed_query(app: App, place: Mapping[str, str] | None) -> sql.Composed | None:
    if not place:
        return None
    table, column = place["table"], place["column"]
    columns = (app.tables.get(table) or {}).get("columns") or ()
    if column not in {entry["name"] for entry in columns}:
        raise StartError(f"theme/parameters.yaml: seed_color names {table}.{column}, which anvil.yaml does not have")
    names = {"table": sql.Identifier("data", table), "column": sql.Identifier(column), "row_id": sql.Identifier(ROW_ID)}
    return sql.SQL("SELECT {column} FROM {table} WHERE {column} IS NOT NULL ORDER BY {row_id} LIMIT 1").format(**names)
