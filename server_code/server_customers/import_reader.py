"""From a file to a table of text: named columns, and the rows below them. Pure.

Whatever is not such a table is refused with a sentence for the person who chose the file.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, islice

from ..server_shared.errors import Invalid, TooLarge
from .import_text import SAMPLE_ROWS, Record, csv_records, encoding_of
from .import_workbook import MAX_UNPACKED, looks_like_workbook, workbook_rows

MAX_BYTES = 25 * 1024 * 1024
MAX_COLUMNS = 200
MAX_ROWS = 100_000
# Lines above the names of the columns, such as a title and a date.
MAX_TITLES = 5
SURPLUS = "The row has more cells than the header has columns."
REPEATED = "The row repeats the names of the columns."
_DATA_LIKE = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+|\+?[\d\s()./-]{5,}")


@dataclass(frozen=True, slots=True)
class SourceRow:
    """A row that holds anything: the line it began on, and its cells, at least as many as there are columns.

    ``fault`` is the reason why it can only be kept as it is.
    """

    line: int
    cells: list[str]
    fault: str = ""


@dataclass(frozen=True, slots=True)
class SourceTable:
    """A file read: the names of its columns, and its rows without the empty ones."""

    columns: list[str]
    rows: list[SourceRow]


def read_table(content: bytes) -> SourceTable:
    """Read a CSV or XLSX file. Raises TooLarge, or Invalid with the reason why this is no list of contacts."""
    if len(content) > MAX_BYTES:
        raise TooLarge(f"The file is larger than {MAX_BYTES // 1024 // 1024} MB. Please split it into smaller files.")
    if not content.strip():
        raise Invalid("The file is empty.")
    if looks_like_workbook(content):
        records = workbook_rows(io.BytesIO(content), MAX_COLUMNS, MAX_UNPACKED)
    else:
        text = content.decode(encoding_of(lambda: [content]))
        records = csv_records(io.StringIO(text, newline=""))
    columns, found = named_rows(records)
    rows = list(islice(found, MAX_ROWS + 1))
    if len(rows) > MAX_ROWS:
        raise TooLarge(f"The file has more than {MAX_ROWS:,} rows. Please split it into smaller files.")
    if not rows:
        raise Invalid("The file has a header, but no rows below it.")
    sample = rows[:SAMPLE_ROWS]
    if sum(row.fault == SURPLUS for row in sample) > len(sample) / 2:
        raise Invalid("This is not a table: most rows have more cells than the header.")
    return SourceTable(columns, rows)


def named_rows(records: Iterable[Record], least_columns: int = 2) -> tuple[list[str], Iterator[SourceRow]]:
    """The names of the columns, and the rows below that hold anything. Raises Invalid, also while they are read."""
    filled = ((line, cells) for line, cells in records if any(cells))
    below = _below_titles(filled)
    _, header = next(below, (0, []))
    columns = _header(header, least_columns)
    return columns, (source_row(line, cells, columns) for line, cells in below)


def source_row(line: int, cells: Sequence[str], columns: Sequence[str]) -> SourceRow:
    """A row of a table with these columns: what it has beyond them is kept, for whoever puts it right."""
    width = len(columns)
    own = [*cells[:width], *[""] * (width - len(cells))]
    if any(cells[width:]):
        return SourceRow(line, [*own, *cells[width:]], SURPLUS)
    repeats = all(cell in ("", name) for cell, name in zip(own, columns, strict=True))
    return SourceRow(line, own, REPEATED if repeats and any(own) else "")


def _below_titles(records: Iterator[Record]) -> Iterator[Record]:
    """The records from the first with several cells on, where one of the first few has several."""
    first = list(islice(records, MAX_TITLES + 1))
    titles = next((number for number, (_, cells) in enumerate(first) if sum(map(bool, cells)) > 1), 0)
    return chain(first[titles:], records)


def _header(cells: list[str], least: int) -> list[str]:
    while cells and not cells[-1]:
        cells = cells[:-1]
    if not cells:
        raise Invalid("The file is empty.")
    if len(cells) > MAX_COLUMNS:
        raise Invalid(f"The file has {len(cells):,} columns; {MAX_COLUMNS} are the most that can be imported.")
    if len(cells) < least:
        raise Invalid(
            "Only one column was found. A list of contacts needs at least two, such as a name and an e-mail address, "
            "separated by commas, semicolons or tabs."
        )
    if any(_DATA_LIKE.fullmatch(cell) for cell in cells):
        raise Invalid("The first row has no column names. Please put names such as “First name” and “E-mail” on top.")
    if any(len(cell) > 300 for cell in cells):
        raise Invalid("This is not a list of contacts: its first row is no row of column names.")
    return [cell or f"Column {position}" for position, cell in enumerate(cells, start=1)]
