"""Changing the encryption key: what is stored under an old one is encrypted anew, value by value."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import anvil.tables as tables
from anvil.tables import app_tables
from anvil.tables import query as q

from ..server_shared.encryption import is_current, old_key_count, renewed
from ..server_shared.errors import Invalid

# Every column that holds what ``encrypt`` made.
ENCRYPTED = (("config", "google_maps_api_key"), ("config", "dkim_key"))

Report = Callable[..., None]


def encryption_state() -> dict[str, int]:
    """``values`` that are encrypted, ``old`` ones of them under an old key, and ``old_keys`` that are known."""
    tokens = [row[column] for row, column in _encrypted()]
    return {
        "values": len(tokens),
        "old": sum(not is_current(token) for token in tokens),
        "old_keys": old_key_count(),
    }


def renew_encryption(report: Report) -> dict[str, int]:
    """Encrypt under the present key what is under an old one: ``renewed`` and ``unreadable``. Safe to run again.

    What no known key can read stays as it is.
    """
    done = {"renewed": 0, "unreadable": 0}
    for row, column in _encrypted():
        done[_renew(row, column)] += 1
        report(**done)
    return done


def _encrypted() -> Iterator[tuple[Any, str]]:
    for table, column in ENCRYPTED:
        for row in getattr(app_tables, table).search(**{column: q.not_(None)}):
            if row[column]:
                yield row, column


@tables.in_transaction
def _renew(row: Any, column: str) -> str:
    try:
        row[column] = renewed(row[column])
    except Invalid:
        return "unreadable"
    return "renewed"
