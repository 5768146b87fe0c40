"""Frames on their way from one process to another, as rows, and which uplinks offer what."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import astuple, dataclass

from ...database import Database

ROWS_AT_ONCE = 64

SCHEMA_SQL = """
create unlogged table if not exists anvil.uplink_functions (
    process int not null,
    uplink text not null,
    name text not null,
    primary key (process, uplink, name)
);
create unlogged table if not exists anvil.relayed (
    id bigint generated always as identity primary key,
    process int not null,
    sender int not null,
    conversation text not null,
    uplink text,
    text text,
    bytes bytea
);
create index if not exists relayed_process on anvil.relayed (process, id);
"""


@dataclass(frozen=True, slots=True)
class Row:
    """One frame for ``process``; no text is the end of the conversation. ``uplink`` is whom a caller speaks to."""

    process: int
    sender: int
    conversation: str
    uplink: str | None = None
    text: str | None = None
    content: bytes | None = None


class Rows:
    """The two tables; nothing here takes part in a call's transaction."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def write(self, row: Row) -> None:
        """Send a frame, and have its receiver told. Raises psycopg's errors."""
        with self._database.apart() as connection:
            connection.execute(
                """
                with written as (
                    insert into anvil.relayed (process, sender, conversation, uplink, text, bytes)
                    values (%s, %s, %s, %s, %s, %s) returning process
                )
                select pg_notify('mybizz', json_build_array('relayed', process)::text) from written
                """,
                astuple(row),
            )

    def take(self, process: int) -> list[Row]:
        """The next frames for a process, in order, which are gone then."""
        with self._database.apart() as connection:
            rows = connection.execute(
                """
                with taken as (
                    delete from anvil.relayed where id = any(array(
                        select id from anvil.relayed where process = %s order by id limit %s
                    )) returning *
                )
                select process, sender, conversation, uplink, text, bytes from taken order by id
                """,
                (process, ROWS_AT_ONCE),
            ).fetchall()
        return [Row(*row) for row in rows]

    def offered(self) -> list[tuple[int, str, str]]:
        """``(process, uplink, name)`` of every function that an uplink offers."""
        with self._database.apart() as connection:
            return connection.execute(
                "select process, uplink, name from anvil.uplink_functions order by 1, 2"
            ).fetchall()

    def offer(self, process: int, uplink: str, name: str) -> None:
        """An uplink of that process offers one more function."""
        with self._database.apart() as connection:
            connection.execute(
                "insert into anvil.uplink_functions values (%s, %s, %s) on conflict do nothing", (process, uplink, name)
            )

    def offer_only(self, process: int, offered: Iterable[tuple[str, str]]) -> None:
        """The uplinks of that process offer these ``(uplink, name)``, and nothing else."""
        with self._database.apart() as connection, connection.transaction(), connection.cursor() as cursor:
            cursor.execute("delete from anvil.uplink_functions where process = %s", (process,))
            cursor.executemany(
                "insert into anvil.uplink_functions values (%s, %s, %s)",
                [(process, uplink, name) for uplink, name in offered],
            )

    def withdraw(self, process: int, uplink: str) -> None:
        """That uplink is gone."""
        with self._database.apart() as connection:
            connection.execute(
                "delete from anvil.uplink_functions where process = %s and uplink = %s", (process, uplink)
            )

    def forget_the_dead(self) -> None:
        """Remove what belongs to processes that live no more; whoever has written a row held its lock before."""
        with self._database.apart() as connection:
            connection.execute(
                "delete from anvil.uplink_functions where process not in (select number from anvil.living_processes)"
            )
            connection.execute(
                "delete from anvil.relayed where process not in (select number from anvil.living_processes)"
            )
