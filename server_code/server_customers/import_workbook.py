"""The first sheet of an XLSX file as rows of text, read defensively: a workbook is a zip of XML from anywhere. Pure."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time
from typing import Any

from ..server_shared.errors import Invalid, TooLarge

MAX_UNPACKED = 100 * 1024 * 1024
MAX_PARTS = 2_000
NOT_A_WORKBOOK = "This is not an Excel workbook, or it is damaged."


def looks_like_workbook(content: bytes) -> bool:
    return content.startswith(b"PK\x03\x04")


def workbook_rows(content: bytes, max_columns: int) -> Iterator[tuple[int, list[str]]]:
    """Row numbers and cells. Raises TooLarge for one that unpacks to too much, Invalid when it is not a workbook."""
    import openpyxl  # large, and few days need it: here, not at every start

    _refuse_dangerous(content)
    try:
        workbook = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
        sheet = workbook.worksheets[0]
        sheet.reset_dimensions()
        rows = sheet.iter_rows(values_only=True)
        for number, values in enumerate(rows, start=1):
            if len(values) > max_columns and any(value is not None for value in values[max_columns:]):
                raise Invalid(f"The file has {len(values):,} columns; {max_columns} are the most that can be imported.")
            yield number, [_text(value) for value in values[:max_columns]]
        workbook.close()
    except Invalid:
        raise
    except Exception as error:  # the library raises whatever a damaged part leads it to
        raise Invalid(NOT_A_WORKBOOK) from error


def _refuse_dangerous(content: bytes) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = archive.infolist()
            if len(parts) > MAX_PARTS or sum(part.file_size for part in parts) > MAX_UNPACKED:
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
    return str(value)
