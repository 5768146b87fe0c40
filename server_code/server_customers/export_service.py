"""Contacts as files: CSV for anything, XLSX for spreadsheets. Neither lets a cell become a formula."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any
from zoneinfo import ZoneInfo

import anvil

from ..server_shared.actors import Actor
from ..server_shared.clock import utc_now
from ..server_shared.config import get_config
from ..server_shared.errors import Invalid, TooLarge
from . import queries
from .custom_field_rules import PREFIX
from .custom_field_service import custom_fields
from .export_columns import cell, headings
from .import_text import guarded
from .views import contact_record

FORMATS = {
    "csv": "text/csv",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
MAX_SHEET_ROWS = 50_000  # a workbook of more takes longer to make than a call may last


def export_contacts(
    actor: Actor,
    filters: dict[str, Any],
    file_format: str,
    sort: str = "name",
    ascending: bool = True,
    columns: Sequence[str] = (),
) -> anvil.Media:
    """All contacts of the filters, in the list's order; only the ``columns`` of these keys, where there are any.

    Raises TooLarge; Invalid for an unknown format or order.
    """
    if file_format not in FORMATS:
        raise Invalid("Contacts can be exported as csv or xlsx.")
    if file_format == "xlsx" and queries.count_contacts(filters) > MAX_SHEET_ROWS:
        raise TooLarge(
            f"A workbook holds at most {MAX_SHEET_ROWS:,} contacts here. Please choose CSV, or filter first."
        )
    config = get_config()
    zone = ZoneInfo(config["time_zone"])
    own = {PREFIX + key: field for key, field in custom_fields().items()}
    shown = headings({key: field.label for key, field in own.items()}, columns)

    def cells(row: Any) -> list[Any]:
        record = contact_record(row, config["system_currency"])
        return [cell(row[own[key].column] if key in own else record[key], key, zone) for key in shown.values()]

    rows = (cells(row) for row in queries.iterate_contacts(filters, sort, ascending))
    write: Callable[[list[str], Iterable[list[Any]]], bytes] = _csv if file_format == "csv" else _xlsx
    name = f"contacts-{utc_now().astimezone(zone):%Y-%m-%d}.{file_format}"
    return anvil.BlobMedia(FORMATS[file_format], write(list(shown), rows), name=name)


def table_file(
    name: str, columns: Mapping[str, str], records: Iterable[Mapping[str, Any]], zone: ZoneInfo
) -> anvil.Media:
    """Records as a CSV file called ``name`` and today's date; ``columns`` are key → heading, in order."""
    rows = ([cell(record[key], key, zone) for key in columns] for record in records)
    return csv_file(f"{name}-{utc_now().astimezone(zone):%Y-%m-%d}.csv", list(columns.values()), rows)


def csv_file(name: str, heads: list[str], rows: Iterable[list[Any]]) -> anvil.Media:
    """Rows of cells as a CSV file that no spreadsheet takes for formulas."""
    return anvil.BlobMedia(FORMATS["csv"], _csv(heads, rows), name=name)


def _csv(shown: list[str], rows: Iterable[list[Any]]) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(map(guarded, shown))
    writer.writerows([guarded(value) for value in row] for row in rows)
    return text.getvalue().encode("utf-8-sig")


def _xlsx(shown: list[str], rows: Iterable[list[Any]]) -> bytes:
    from openpyxl import Workbook  # large, and few days need it: here, not at every start
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

    workbook = Workbook(write_only=True)
    sheet = workbook.create_sheet("Contacts")
    sheet.append([_text_cell(sheet, heading, ILLEGAL_CHARACTERS_RE) for heading in shown])
    for row in rows:
        cells = (_text_cell(sheet, value, ILLEGAL_CHARACTERS_RE) if isinstance(value, str) else value for value in row)
        sheet.append(cells)
    content = io.BytesIO()
    workbook.save(content)
    return content.getvalue()


def _text_cell(sheet: Any, value: str, illegal: re.Pattern[str]) -> Any:
    """Text without ``illegal`` letters stays text: the library makes a formula of whatever begins with an equals sign.

    Importing takes one apostrophe off what would be calculated, so text that has one gets a second.
    """
    value = illegal.sub("", guarded(value) if value.startswith("'") else value)
    if not value.startswith("="):
        return value
    from openpyxl.cell import WriteOnlyCell  # seldom needed, unlike the letters above

    cell = WriteOnlyCell(sheet, value)
    cell.data_type = "s"
    return cell
