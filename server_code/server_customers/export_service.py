"""Contacts as files: CSV for anything, XLSX for spreadsheets. Neither lets a cell become a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import anvil
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

from ..server_shared.actors import Actor
from ..server_shared.clock import utc_now
from ..server_shared.config import get_config
from ..server_shared.errors import Invalid, TooLarge
from . import queries
from .rules import STAGE_LABELS, STATUS_LABELS
from .views import contact_record

FORMATS = {
    "csv": "text/csv",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
MAX_SHEET_ROWS = 50_000  # a workbook of more takes longer to make than a call may last
_RISKY_FIRST = ("=", "+", "-", "@", "\t", "\r")

# Heading → key of a contact's record. Importing recognises every heading that names a field.
COLUMNS = {
    "Contact ID": "contact_id",
    "First name": "first_name",
    "Last name": "last_name",
    "E-mail": "email",
    "Phone": "phone",
    "Company": "company",
    "Address": "address",
    "Status": "status",
    "Stage": "lifecycle_stage",
    "Source": "source",
    "Tags": "tags",
    "Total spent": "total_spent",
    "Transactions": "total_transactions",
    "Customer since": "date_added",
    "Last contact": "last_contact_date",
    "Notes": "internal_notes",
}


def export_contacts(
    actor: Actor, filters: dict[str, Any], file_format: str, sort: str = "name", ascending: bool = True
) -> anvil.Media:
    """All contacts of the filters, in the list's order. Raises TooLarge; Invalid for an unknown format or order."""
    if file_format not in FORMATS:
        raise Invalid("Contacts can be exported as csv or xlsx.")
    if file_format == "xlsx" and queries.count_contacts(filters) > MAX_SHEET_ROWS:
        raise TooLarge(
            f"A workbook holds at most {MAX_SHEET_ROWS:,} contacts here. Please choose CSV, or filter first."
        )
    config = get_config()
    zone = ZoneInfo(config["time_zone"])
    rows_in_order = queries.iterate_contacts(filters, sort, ascending)
    records = (contact_record(row, config["system_currency"]) for row in rows_in_order)
    rows = ([_value(record[key], key, zone) for key in COLUMNS.values()] for record in records)
    write: Callable[[Iterable[list[Any]]], bytes] = _csv if file_format == "csv" else _xlsx
    name = f"contacts-{utc_now().astimezone(zone):%Y-%m-%d}.{file_format}"
    return anvil.BlobMedia(FORMATS[file_format], write(rows), name=name)


def plain_cell(value: Any) -> Any:
    """The value, with an apostrophe before text that a spreadsheet would take for a formula."""
    return f"'{value}" if isinstance(value, str) and value.startswith(_RISKY_FIRST) else value


def _value(value: Any, key: str, zone: ZoneInfo) -> Any:
    if isinstance(value, datetime):
        return value.astimezone(zone).date().isoformat()
    if isinstance(value, list):
        return ", ".join(value)
    return {"status": STATUS_LABELS, "lifecycle_stage": STAGE_LABELS}.get(key, {}).get(value, value)


def _csv(rows: Iterable[list[Any]]) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(COLUMNS)
    writer.writerows([plain_cell(value) for value in row] for row in rows)
    return text.getvalue().encode("utf-8-sig")


def _xlsx(rows: Iterable[list[Any]]) -> bytes:
    workbook = Workbook(write_only=True)
    sheet = workbook.create_sheet("Contacts")
    sheet.append(list(COLUMNS))
    for row in rows:
        sheet.append([_text_cell(sheet, value) if isinstance(value, str) else value for value in row])
    content = io.BytesIO()
    workbook.save(content)
    return content.getvalue()


def _text_cell(sheet: Any, value: str) -> Any:
    """Text stays text: without this the library makes a formula of whatever begins with an equals sign."""
    if not value.startswith("="):
        return ILLEGAL_CHARACTERS_RE.sub("", value)
    cell = WriteOnlyCell(sheet, ILLEGAL_CHARACTERS_RE.sub("", value))
    cell.data_type = "s"
    return cell
