"""Files of rows, read one row at a time: CSV, XLSX and JSON lines. No file is ever held in memory as a whole."""

from __future__ import annotations

import csv
import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from server_code.server_customers.import_reader import MAX_COLUMNS, SourceRow, named_rows
from server_code.server_customers.import_text import Record, csv_records, encoding_of, plain
from server_code.server_customers.import_workbook import looks_like_workbook, text_of, workbook_rows
from server_code.server_shared.errors import MybizzError

PIECE_BYTES = 256 * 1024
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
        self._own, _ = self._read()
        twice = [name for name in self.constants if name in self._own]
        if twice:
            raise BadFile(f"{self.path} has a column “{twice[0]}” already: leave out --set {twice[0]}=…")
        self.columns = [*self._own, *self.constants]
        self.rows_total = sum(1 for _ in self.rows())

    def rows(self, first: int = 0) -> Iterator[Row]:
        """The rows from ``first`` on (counted from 0), without those that hold nothing. Raises BadFile."""
        added, width = list(self.constants.values()), len(self._own)
        position = 0
        for line, cells in self._read()[1]:
            cells = ["" if cell in self.empty else cell for cell in cells]
            if not any(cells):
                continue
            if position >= first:
                yield line, [*cells[:width], *added, *cells[width:]]
            position += 1

    def _read(self) -> tuple[list[str], Iterator[Row]]:
        """The names of the columns, and the rows as they stand. Raises BadFile, also while they are read."""
        if self.path.suffix.lower() in (".jsonl", ".ndjson"):
            names = self._own or _keys(self.path)
            return names, _json_rows(self.path, names)
        records = _workbook_records(self.path) if _is_workbook(self.path) else _csv_records(self.path)
        try:
            columns, rows = named_rows(records, least_columns=1)
        except MybizzError as problem:
            raise BadFile(f"{self.path}: {problem.message}") from problem
        return columns, self._told(rows)

    def _told(self, rows: Iterator[SourceRow]) -> Iterator[Row]:
        try:
            for row in rows:
                yield row.line, row.cells
        except MybizzError as problem:
            raise BadFile(f"{self.path}: {problem.message}") from problem

    def _hash(self) -> str:
        digest = hashlib.sha256(json.dumps(self.constants, sort_keys=True).encode() if self.constants else b"")
        for piece in _pieces(self.path):
            digest.update(piece)
        return digest.hexdigest()


def _csv_records(path: Path) -> Iterator[Record]:
    csv.field_size_limit(MAX_CELL)
    with path.open(encoding=encoding_of(lambda: _pieces(path)), newline="") as file:
        yield from csv_records(file)


def _pieces(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while piece := file.read(PIECE_BYTES):
            yield piece


def _workbook_records(path: Path) -> Iterator[Record]:
    with path.open("rb") as file:
        yield from workbook_rows(file, MAX_COLUMNS)


def _is_workbook(path: Path) -> bool:
    """By what is in the file, whatever it is called."""
    return path.suffix.lower() == ".xlsx" or looks_like_workbook(next(_pieces(path), b""))


def _json_rows(path: Path, names: list[str]) -> Iterator[Row]:
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
    if isinstance(value, list):
        return ", ".join(map(_text, value))
    return json.dumps(value, ensure_ascii=False) if isinstance(value, dict) else plain(text_of(value))
