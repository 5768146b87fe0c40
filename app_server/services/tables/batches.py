"""``anvil.tables.batch_update`` and its siblings, ready for every thread."""

from __future__ import annotations

from typing import Any

from anvil import tables
from anvil.tables.v2 import _batcher

NAMES = ("batch_update", "batch_delete", "batch")


def install(_instance: Any) -> None:
    """Put the library's batches in the places of those that become so when they are first used.

    Those become thread-local in the thread that uses them, and leave a thread that has seen them before without its
    part: from then on every use of a table fails there.
    """
    for name in NAMES:
        setattr(tables, name, getattr(_batcher, name))
