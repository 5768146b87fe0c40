"""What an instance remembers of itself: a small table of names and values."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ..database import Database

LOOPBACK_ONLY = "loopback_only"
SIGNING_KEY = "signing_key"
# What `set` may change; the rest is the server's own.
SETTABLE = {LOOPBACK_ONLY: ("true", "false")}

SCHEMA_SQL = """
create table if not exists anvil.settings (
    name text primary key,
    value text not null
);
"""


def read(database: Database) -> dict[str, str]:
    """Every stored setting by name."""
    with database.connection() as connection:
        return dict(connection.execute("select name, value from anvil.settings").fetchall())


def put(database: Database, name: str, value: str) -> None:
    """Store a setting, over what was there."""
    with database.connection() as connection:
        connection.execute(
            "insert into anvil.settings values (%s, %s) on conflict (name) do update set value = excluded.value",
            (name, value),
        )


def put_new(database: Database, name: str, value: str) -> str:
    """Store a setting unless another process was first; returns what is stored."""
    with database.connection() as connection:
        connection.execute("insert into anvil.settings values (%s, %s) on conflict do nothing", (name, value))
    return read(database)[name]
