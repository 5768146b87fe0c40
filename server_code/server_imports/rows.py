"""A batch of rows on its way in, and what became of each. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from ..server_customers.import_export import Plan, SourceRow

CREATED, UPDATED, SKIPPED, REFUSED = "created", "updated", "skipped", "refused"


@dataclass(slots=True)
class Outcome:
    """What became of a row. ``skipped``: nothing to do; ``refused``: it cannot be taken, for this ``reason``."""

    outcome: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Batch:
    """Rows of one file with what their columns mean.

    ``own`` are pairs of column index and field of the kind itself; the ``plan`` has those that say who it is about.
    ``origin`` names the import, ``file_hash`` and ``first_row`` (from 0) the rows.
    """

    rows: Sequence[SourceRow]
    own: Sequence[tuple[int, str]]
    plan: Plan
    origin: str
    file_hash: str
    first_row: int
    source: str
    starts_sequences: bool = False
    id_columns: Sequence[int] = field(default_factory=tuple)

    def values(self, row: SourceRow) -> dict[str, list[str]]:
        """The cells of a row by field of the kind, empty ones left out."""
        found: dict[str, list[str]] = {}
        for column, name in self.own:
            if row.cells[column]:
                found.setdefault(name, []).append(row.cells[column])
        return found

    def contact_id(self, row: SourceRow) -> str:
        """The id of the contact that the row names, or ''."""
        return next((row.cells[column] for column in self.id_columns if row.cells[column]), "")


def first_values(values: dict[str, list[str]]) -> dict[str, Any]:
    """The first cell of each field."""
    return {name: cells[0] for name, cells in values.items()}
