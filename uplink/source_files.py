"""Files of rows, read one row at a time: CSV, XLSX and JSON lines. No file is ever held in memory as a whole."""

from __future__ import annotations

import codecs
import csv
import hashlib
import io
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

DELIMITERS = ",;\t|"
PIECE_BYTES = 1024 * 1024
MAX_CELL = 1_000_000
KINDS_OF_FILE = (".csv", ".tsv", ".txt", ".xlsx", ".jsonl", ".ndjson")

Row = tuple[int, list[str]]
"""The line a row begins on, and its cells."""


class BadFile(Exception):
    """A file that cannot be read as rows, with the sentence that says why."""


@dataclass
class SourceFile:
    """A file to import: what it is called, its SHA-256, its columns and how many rows it has.

    ``constants`` are columns that the file lacks, with the one value of all their cells; cells equal to one of
    ``empty`` hold nothing.
    """

    path: Path
    constants: dict[str, str] = field(default_factory=dict)
    empty: Sequence[str] = ()
    sha256: str = ""
    columns: list[str] = field(default_factory=list)
    rows_total: int = 0
    _own: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        if self.path.suffix.lower() not in KINDS_OF_FILE:
            raise BadFile(f"{self.path} is none of {', '.join(KINDS_OF_FILE)}.")
        self.sha256 = self._hash()
        self._own = self._columns()
        if len({*self._own, *self.constants}) < len(self._own) + len(self.constants):
            raise BadFile(f"{self.path} has two columns of one name.")
        self.columns = [*self._own, *self.constants]
        self.rows_total = sum(1 for _ in self.rows())

    def rows(self, first: int = 0) -> Iterator[Row]:
        """The rows from ``first`` on (counted from 0), without those that hold nothing."""
        added, width = list(self.constants.values()), len(self._own)
        records = self._records()
        next(records)
        position = 0
        for line, cells in records:
            cells = ["" if cell in self.empty else cell for cell in cells]
            if not any(cells):
                continue
            if position >= first:
                yield line, [*cells[:width], *[""] * (width - len(cells)), *added, *cells[width:]]
            position += 1

    def _columns(self) -> list[str]:
        try:
            _line, names = next(self._records())
        except StopIteration:
            raise BadFile(f"{self.path} is empty.") from None
        return [name.strip() or f"Column {position}" for position, name in enumerate(names, 1)]

    def _records(self) -> Iterator[Row]:
        """The header, then the rows as they stand."""
        suffix = self.path.suffix.lower()
        if suffix == ".xlsx":
            return _workbook_records(self.path)
        if suffix in (".jsonl", ".ndjson"):
            return _json_records(self.path, self._own)
        return _csv_records(self.path)

    def _hash(self) -> str:
        digest = hashlib.sha256(json.dumps(self.constants, sort_keys=True).encode() if self.constants else b"")
        with self.path.open("rb") as file:
            while piece := file.read(PIECE_BYTES):
                digest.update(piece)
        return digest.hexdigest()


def _csv_records(path: Path) -> Iterator[Row]:
    csv.field_size_limit(MAX_CELL)
    with path.open(encoding=_encoding(path), newline="") as file:
        dialect = _delimiter(file.read(200_000).split("\n", 1)[0])
        file.seek(0)
        reader = csv.reader(file, delimiter=dialect)
        line = 1
        try:
            for cells in reader:
                if any(cells):
                    yield line, [cell.replace("\x00", "").strip() for cell in cells]
                line = reader.line_num + 1
        except csv.Error as error:
            raise BadFile(f"{path}, line {line}: {error}") from error


def _encoding(path: Path) -> str:
    """UTF-8, with or without its mark, UTF-16 with its mark, else Western Latin."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    with path.open("rb") as file:
        begin = file.read(4)
        if begin.startswith((b"\xff\xfe", b"\xfe\xff")):
            return "utf-16"
        try:
            decoder.decode(begin)
            while piece := file.read(PIECE_BYTES):
                decoder.decode(piece)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return "cp1252"
    return "utf-8-sig"


def _delimiter(header: str) -> str:
    return max(DELIMITERS, key=lambda mark: len(next(csv.reader(io.StringIO(header), delimiter=mark), [])))


def _workbook_records(path: Path) -> Iterator[Row]:
    import openpyxl  # large, and few files need it: here, not at every start

    try:
        workbook = openpyxl.load_workbook(path, read_only=True, data_only=True, keep_links=False)
    except Exception as error:  # the library raises whatever a damaged part leads it to
        raise BadFile(f"{path} is no Excel workbook, or it is damaged.") from error
    sheet = workbook.worksheets[0]
    sheet.reset_dimensions()
    for number, values in enumerate(sheet.iter_rows(values_only=True), start=1):
        cells = [_text(value) for value in values]
        while cells and number == 1 and not cells[-1]:
            cells.pop()
        if any(cells):
            yield number, cells
    workbook.close()


def _json_records(path: Path, columns: list[str]) -> Iterator[Row]:
    names = columns or _keys(path)
    yield 0, list(names)
    for line, record in _objects(path):
        yield line, [_text(record.get(name)) for name in names]


def _keys(path: Path) -> list[str]:
    """Every key of a file of JSON lines, in the order met."""
    return list(dict.fromkeys(key for _, record in _objects(path) for key in record))


def _objects(path: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    with path.open(encoding="utf-8-sig") as file:
        for number, line in enumerate(file, start=1):
            if not line.strip():
                continue
            try:
                record = json.loads(line)
            except ValueError as error:
                raise BadFile(f"{path}, line {number}: {error}") from error
            if not isinstance(record, dict):
                raise BadFile(f"{path}, line {number}: this is no object of names and values.")
            yield number, record


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(sep=" ", timespec="minutes")
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, list):
        return ", ".join(map(_text, value))
    return json.dumps(value, ensure_ascii=False) if isinstance(value, dict) else str(value).replace("\x00", "").strip()
