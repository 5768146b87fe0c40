"""The file of rows that could not be taken, with line and reason: once put right it is imported as any other. Pure."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import TextIO

from .import_text import guarded

ADDED_COLUMNS = ("Line", "Reason")


def write_refusals(file: TextIO, columns: Sequence[str], told: Iterable[tuple[Sequence[str], int, str]]) -> None:
    """Write rows of a table with ``columns`` as CSV, each its cells, its line and what is said of it.

    What an earlier file of this kind said of them is left out. Cells beyond the columns stay, so that nothing is lost.
    """
    earlier = {
        place for first, pair in enumerate(pairwise(columns)) if pair == ADDED_COLUMNS for place in (first, first + 1)
    }

    def own(cells: Sequence[str]) -> list[str]:
        return [guarded(cell) for place, cell in enumerate(cells) if place not in earlier]

    writer = csv.writer(file)
    writer.writerow([*own(columns), *ADDED_COLUMNS])
    writer.writerows([*own(cells), line, reason] for cells, line, reason in told)
