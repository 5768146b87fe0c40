"""From the bytes of a file to a table of text: CSV in the encodings and dialects that exist, and XLSX. Pure.

Whatever is not such a table is refused with a sentence for the person who chose the file.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from ..server_shared.errors import Invalid, TooLarge
from .import_workbook import looks_like_workbook, workbook_rows

MAX_BYTES = 25 * 1024 * 1024
MAX_COLUMNS = 200
MAX_ROWS = 100_000
DELIMITERS = (",", ";", "\t", "|")
SAMPLE_ROWS = 25

_SIGNATURES = {
    b"%PDF": "a PDF document",
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
    b"GIF8": "a picture",
    b"\xd0\xcf\x11\xe0": "an old or a password-protected Excel file: please save it as .xlsx without a password",
    b"\x1f\x8b": "a compressed file",
    b"Rar!": "a compressed file",
    b"7z\xbc\xaf": "a compressed file",
    b"\x7fELF": "a program",
    b"MZ": "a program",
}
_RISKY_FIRST = ("=", "+", "-", "@")
_DATA_LIKE = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+|\+?[\d\s()./-]{5,}")
_MARKUP = re.compile(r"\s*(<[!?a-zA-Z]|[{\[]\s*[\"{\[])")


@dataclass(frozen=True, slots=True)
class SourceRow:
    """A row that holds anything: the line it began on, and as many cells as there are columns.

    ``surplus`` tells that it had more.
    """

    line: int
    cells: list[str]
    surplus: bool = False


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
        records = workbook_rows(content, MAX_COLUMNS)
    else:
        text = decode(content)
        if _MARKUP.match(text):
            raise Invalid("This is a web page or program data, not a CSV file.")
        records = _csv_records(text)
    return _table(records)


def decode(content: bytes) -> str:
    """The text of a CSV file: UTF-8, UTF-16 with its mark, or Western Latin. Raises Invalid for anything else."""
    for signature, name in _SIGNATURES.items():
        if content.startswith(signature):
            raise Invalid(f"This is {name}, not a CSV or XLSX file.")
    try:
        if content.startswith((b"\xff\xfe", b"\xfe\xff")):
            return content.decode("utf-16")
        if b"\x00" in content:
            raise Invalid("This is not a text file. Contacts can be imported from CSV and XLSX files.")
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return _decode_western(content)


def _decode_western(content: bytes) -> str:
    repaired = content.decode("utf-8", errors="replace")
    damaged = repaired.count("\ufffd")
    sound = sum(character > "\x7f" for character in repaired) - damaged
    try:
        text = content.decode("cp1252")
    except UnicodeDecodeError:
        text = ""
    if not text or sound > damaged or _is_gibberish(text) or any(c < " " and c not in "\t\n\r\f" for c in text):
        raise Invalid("The letters of this file cannot be read. Please save it as “CSV UTF-8” and choose it again.")
    return text


def _is_gibberish(text: str) -> bool:
    """Whether most words with letters beyond a to z have little else: Arabic or Chinese taken for Western, say."""
    words = [word for word in re.findall(r"[^\W\d_]+", text) if not word.isascii()]
    strange = sum(sum(letter > "\x7f" for letter in word) > len(word) / 2 for word in words)
    return strange > len(words) / 2


def _csv_records(text: str) -> Iterator[tuple[int, list[str]]]:
    lines = io.StringIO(text, newline="")
    begin = 0
    first_line = text.split("\n", 1)[0].strip()
    if first_line.lower().startswith("sep=") and len(first_line) == 5:
        delimiter, begin = first_line[4], 1
        lines.readline()
    else:
        delimiter = _delimiter(text)
    reader = csv.reader(lines, delimiter=delimiter)
    line = begin + 1
    try:
        for cells in reader:
            yield line, cells
            line = begin + reader.line_num + 1
    except csv.Error as error:
        raise Invalid(f"Line {line} cannot be read: a quotation mark is opened there and never closed.") from error


def _delimiter(text: str) -> str:
    """The mark that parts the header into most columns, and among equals the rows after it most evenly."""

    def evenness(delimiter: str) -> tuple[int, int]:
        widths: list[int] = []
        try:
            for cells in csv.reader(io.StringIO(text[:200_000], newline=""), delimiter=delimiter):
                if any(cells):
                    widths.append(len(cells))
                if len(widths) > SAMPLE_ROWS:
                    break
        except csv.Error:  # an endless quotation; the reading proper says where
            pass
        return (widths[0], widths.count(widths[0])) if widths else (0, 0)

    return max(DELIMITERS, key=evenness)


def _table(records: Iterable[tuple[int, list[str]]]) -> SourceTable:
    columns: list[str] = []
    rows: list[SourceRow] = []
    for line, cells in records:
        cells = [_plain(cell) for cell in cells]
        if not any(cells):
            continue
        if not columns:
            columns = _header(cells)
        elif len(rows) == MAX_ROWS:
            raise TooLarge(f"The file has more than {MAX_ROWS:,} rows. Please split it into smaller files.")
        else:
            width = len(columns)
            padded = cells[:width] + [""] * (width - len(cells))
            rows.append(SourceRow(line, padded, surplus=any(cells[width:])))
    if not columns:
        raise Invalid("The file is empty.")
    if not rows:
        raise Invalid("The file has a header, but no rows below it.")
    sample = rows[:SAMPLE_ROWS]
    if sum(row.surplus for row in sample) > len(sample) / 2:
        raise Invalid("This is not a table: most rows have more cells than the header.")
    return SourceTable(columns, rows)


def _header(cells: list[str]) -> list[str]:
    while cells and not cells[-1]:
        cells = cells[:-1]
    if len(cells) > MAX_COLUMNS:
        raise Invalid(f"The file has {len(cells):,} columns; {MAX_COLUMNS} are the most that can be imported.")
    if len(cells) < 2:
        raise Invalid(
            "Only one column was found. A list of contacts needs at least two, such as a name and an e-mail address, "
            "separated by commas, semicolons or tabs."
        )
    if any(_DATA_LIKE.fullmatch(cell) for cell in cells):
        raise Invalid("The first row has no column names. Please put names such as “First name” and “E-mail” on top.")
    if any(len(cell) > 300 for cell in cells):
        raise Invalid("This is not a list of contacts: its first row is no row of column names.")
    return [cell or f"Column {position}" for position, cell in enumerate(cells, start=1)]


def _plain(cell: str) -> str:
    """The cell trimmed, and without the apostrophe that exports put before what a spreadsheet would calculate."""
    cell = cell.replace("\x00", "").strip()
    return cell[1:] if cell[:1] == "'" and cell.lstrip("'")[:1] in _RISKY_FIRST else cell
