"""Numbers that run on and never repeat: contacts, imports, and whatever else a person calls by number."""

from __future__ import annotations

from anvil.tables import app_tables


def take_numbers(name: str, count: int = 1) -> range:
    """The next ``count`` numbers of the counter ``name``, from 1.

    Call it inside a serializable transaction: of two callers at once one then runs again, and none share a number.
    """
    counter = app_tables.counters.get(name=name)
    if counter is None:
        counter = app_tables.counters.add_row(name=name, value=0)
    first = int(counter["value"]) + 1
    counter["value"] = first + count - 1
    return range(first, first + count)
