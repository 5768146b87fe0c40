"""How long a locked account stays locked: from a quarter of an hour, twice as long after each further failure."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ...database import Database

FIRST_WAIT = timedelta(minutes=15)
LONGEST_WAIT = timedelta(days=1)
MOST_DOUBLINGS = 10

SCHEMA_SQL = """
create table if not exists anvil.locked_accounts (
    row_id text primary key,
    locked_until timestamptz not null
);
"""


def wait_after(failures: int, allowed: int) -> timedelta:
    """How long nobody may try, once there were so many failures of those allowed."""
    return min(FIRST_WAIT * 2 ** min(failures - allowed, MOST_DOUBLINGS), LONGEST_WAIT)


def lock(database: Database, row_id: str, wait: timedelta) -> None:
    """Take no password for this user's row until the wait is over."""
    with database.connection() as connection:
        connection.execute(
            "insert into anvil.locked_accounts values (%s, now() + %s)"
            " on conflict (row_id) do update set locked_until = excluded.locked_until",
            (row_id, wait),
        )


def is_over(database: Database, row_id: str) -> bool:
    """Whether one more password may be tried. An account whose failures were counted elsewhere stays locked.

    A wait that is longer than any is of a clock that was set back since.
    """
    with database.connection() as connection:
        found = connection.execute(
            "select locked_until <= now() or locked_until > now() + %s from anvil.locked_accounts where row_id = %s",
            (LONGEST_WAIT, row_id),
        ).fetchone()
    return bool(found and found[0])
