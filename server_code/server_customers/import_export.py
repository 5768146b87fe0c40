"""The public door of import and export: what callables and other domains use of them."""

from __future__ import annotations

from .export_service import csv_file, export_contacts, table_file
from .import_columns import FIELD_LABELS, field_of_header
from .import_matching import AddressBook, Decision, Person
from .import_reader import SourceRow, source_row
from .import_records import own_fields
from .import_rules import Candidate, Plan, changes_to, understand
from .import_running import address_book, store_people
from .import_service import (
    cancel_import,
    download_import_skips,
    get_import,
    inspect_import,
    list_import_skips,
    list_imports,
    preview_import,
    start_import,
    undo_import,
)

__all__ = [
    "FIELD_LABELS",
    "AddressBook",
    "Candidate",
    "Decision",
    "Person",
    "Plan",
    "SourceRow",
    "address_book",
    "cancel_import",
    "changes_to",
    "csv_file",
    "download_import_skips",
    "export_contacts",
    "field_of_header",
    "get_import",
    "inspect_import",
    "list_import_skips",
    "list_imports",
    "own_fields",
    "preview_import",
    "source_row",
    "start_import",
    "store_people",
    "table_file",
    "understand",
    "undo_import",
]
