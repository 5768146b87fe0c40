"""The first sheet of an XLSX file that can be seen, as rows of text. Pure.

It is read defensively: a workbook is a zip of XML from anywhere.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time
from typing import Any, BinaryIO

from ..server_shared.errors import Invalid, TooLarge
from .import_text import Record, plain

MAX_UNPACKED = 100 * 1024 * 1024
MAX_PARTS = 2_000
NOT_A_WORKBOOK = "This is not an Excel workbook, or it is damaged."


def looks_like_workbook(content: bytes) -> bool:
    return content.startswith(b"PK\x03\x04")


def workbook_rows(file: BinaryIO, max_columns: int, max_unpacked: int | None = None) -> Iterator[Record]:
    """Row numbers and cells. Raises Invalid when it is no workbook, TooLarge for more bytes than ``max_unpacked``."""
    import openpyxl  # large, and few days need it: here, not at every start

    _refuse_dangerous(file, max_unpacked)
    try:
        workbook = openpyxl.load_workbook(file, read_only=True, data_only=True, keep_links=False)
        sheet = next(each for each in workbook.worksheets if each.sheet_state == "visible")
        sheet.reset_dimensions()
        rows = sheet.iter_rows(values_only=True)
        for number, values in enumerate(rows, start=1):
            if len(values) > max_columns and any(value is not None for value in values[max_columns:]):
                raise Invalid(f"The file has {len(values):,} columns; {max_columns} are the most that can be imported.")
            yield number, [plain(text_of(value)) for value in values[:max_columns]]
        workbook.close()
    except Invalid:
        raise
    except Exception as error:  # the library raises whatever a damaged part leads it to
        raise Invalid(NOT_A_WORKBOOK) from error


def _refuse_dangerous(file: BinaryIO, max_unpacked: int | None) -> None:
    try:
        with zipfile.ZipFile(file) as archive:
            parts = archive.infolist()
            unpacked = sum(part.file_size for part in parts)
            if len(parts) > MAX_PARTS or (max_unpacked and unpacked > max_unpacked):
                raise TooLarge("The workbook holds too much to be a list of contacts.")
            if "xl/workbook.xml" not in archive.namelist():
                raise Invalid(NOT_A_WORKBOOK)
            for part in parts:
                if part.filename.endswith((".xml", ".rels")):
                    with archive.open(part) as stream:
                        if b"<!DOCTYPE" in stream.read(4096):
                            raise Invalid(NOT_A_WORKBOOK)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError, EOFError) as error:
        raise Invalid(NOT_A_WORKBOOK) from error


def text_of(value: Any) -> str:
    """A value of a cell as a person would write it."""
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
    return str(value)
