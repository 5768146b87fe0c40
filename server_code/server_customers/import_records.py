"""The records of imports: finding them, what screens see of them, and the file behind each."""

from __future__ import annotations

import logging
import secrets
from typing import Any

import anvil.tables as tables
from anvil.tables import app_tables
from anvil.tables import query as q

from ..server_shared.clock import utc_now
from ..server_shared.config import get_config
from ..server_shared.errors import NotFound
from .custom_field_rules import PREFIX, CustomField
from .custom_field_service import custom_fields
from .import_columns import check_mapping
from .import_reader import SourceTable, read_table
from .import_rules import Plan

log = logging.getLogger("mybizz.imports")

UNDOABLE = frozenset({"done", "failed", "cancelled"})
RUNNING = frozenset({"queued", "running", "undoing"})
CANCELLABLE = frozenset({"draft", "queued", "running"})


def get_import_row(import_number: int) -> Any:
    """Raises NotFound."""
    row = app_tables.contact_imports.get(import_number=import_number)
    if row is None:
        raise NotFound("There is no such import.")
    return row


def import_view(row: Any) -> dict[str, Any]:
    """An import as screens show it."""
    counts = ("rows_total", "rows_done", "created_count", "updated_count", "skipped_count")
    return {
        "import_number": int(row["import_number"]),
        "file_name": row["file_name"],
        "file_size": int(row["file_size"]),
        "status": row["status"],
        **{name: int(row[name] or 0) for name in counts},
        "kept_count": _count_kept(row) if row["status"] == "undone" else 0,
        "mapping": row["mapping"] or {},
        "options": row["options"] or {},
        "error": row["error"] or "",
        "seconds_left": row["seconds_left"] if row["status"] in RUNNING else None,
        "can_undo": row["status"] in UNDOABLE and bool(row["rows_done"]),
        "can_cancel": row["status"] in CANCELLABLE,
        "can_resume": row["status"] == "failed",
        "created_at": row["created_at"],
        "started_at": row["started_at"],
        "finished_at": row["finished_at"],
        "undone_at": row["undone_at"],
    }


def _count_kept(row: Any) -> int:
    return len(app_tables.contact_import_rows.search(q.page_size(1), import_link=row, outcome="kept"))


def table_of(row: Any) -> SourceTable:
    """The file of an import, read again."""
    return read_table(row["file"].get_bytes())


def plan_of(mapping: dict[str, str], options: dict[str, Any], columns: list[str]) -> Plan:
    """How to import, from what was chosen. Raises Invalid."""
    own = own_fields()
    pairs = check_mapping(mapping, columns, own)
    return Plan(
        mapping=pairs,
        update_existing=options.get("update_existing") is not False,
        tags=tuple(options.get("tags") or ()),
        default_country=get_config()["default_country"],
        now=utc_now(),
        own={name: own[name] for _, name in pairs if name in own},
    )


def own_fields() -> dict[str, CustomField]:
    """The business's own fields by the names that columns of files are matched to: ``custom.<key>``."""
    return {PREFIX + key: field for key, field in custom_fields().items()}


@tables.in_transaction
def record_fault(import_number: int, error: Exception) -> None:
    """Note that the import, or its undoing, stopped by a fault of ours; the log has the reference that people see."""
    reference = secrets.token_hex(4)
    log.error("Import %s stopped, reference %s", import_number, reference, exc_info=error)
    row = get_import_row(import_number)
    if row["status"] in RUNNING:
        row.update(
            status="failed",
            finished_at=utc_now(),
            seconds_left=None,
            error=f"Stopped by a fault on our side (reference {reference}). It can be started again.",
        )
