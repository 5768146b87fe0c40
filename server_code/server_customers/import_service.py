"""Importing contacts from a file: look at it, try it, start, watch, cancel and undo.

Looking stores a draft; nothing else is stored before ``start_import``. The work itself is a background task
(``import_running``), which survives a restart of the server.
"""

from __future__ import annotations

import io
from datetime import timedelta
from typing import Any

import anvil
import anvil.server
import anvil.tables as tables
from anvil.tables import app_tables
from anvil.tables import query as q

from ..server_shared.actors import Actor
from ..server_shared.clock import utc_now
from ..server_shared.counters import take_numbers
from ..server_shared.errors import Conflict, Invalid, TooLarge
from ..server_shared.validators import clean_text, validate_tags
from .import_columns import field_choices, match_columns, samples_of
from .import_matching import CREATED, SKIPPED, UPDATED, Decision
from .import_reader import MAX_BYTES, SourceTable, read_table
from .import_records import (
    CANCELLABLE,
    UNDOABLE,
    get_import_row,
    import_view,
    own_fields,
    plan_of,
    table_of,
)
from .import_refusals import write_refusals
from .import_rules import understand
from .import_running import address_book
from .rules import display_name

PREVIEW_ROWS = 20
LISTED = 50
MAX_SKIPS = 1000
DRAFT_LIFE = timedelta(days=1)
_ACTIONS = {CREATED: "create", UPDATED: "update", SKIPPED: "skip"}


def inspect_import(actor: Actor, file: anvil.Media) -> dict[str, Any]:
    """Read a file and store it as a draft; its columns with the fields they seem to hold. Raises Invalid, TooLarge."""
    if (getattr(file, "length", None) or 0) > MAX_BYTES:
        raise TooLarge(f"The file is larger than {MAX_BYTES // 1024 // 1024} MB. Please split it into smaller files.")
    content = file.get_bytes()
    table = read_table(content)
    own = {name: field.label for name, field in own_fields().items()}
    fields = match_columns(table, own)
    row = _store_draft(actor, file, content, table)
    return {
        "import_number": int(row["import_number"]),
        "file_name": row["file_name"],
        "columns": [
            {"name": name, "field": field, "samples": samples_of(table, index)}
            for index, (name, field) in enumerate(zip(table.columns, fields, strict=True))
        ],
        "fields": field_choices(own),
        "rows_estimate": len(table.rows),
    }


@tables.in_transaction
def _store_draft(actor: Actor, file: anvil.Media, content: bytes, table: SourceTable) -> Any:
    now = utc_now()
    name = clean_text((file.name or "")[:200], "file_name", 200) or "contacts"
    for old in app_tables.contact_imports.search(status="draft", created_at=q.less_than(now - DRAFT_LIFE)):
        old.delete()
    return app_tables.contact_imports.add_row(
        import_number=take_numbers("contact_imports")[0],
        file=anvil.BlobMedia("application/octet-stream", content, name=name),
        file_name=name,
        file_size=len(content),
        columns=table.columns,
        mapping={},
        options={},
        status="draft",
        rows_total=len(table.rows),
        rows_done=0,
        created_count=0,
        updated_count=0,
        skipped_count=0,
        created_by=actor.user,
        created_at=now,
    )


def preview_import(
    actor: Actor, import_number: int, mapping: dict[str, str], options: dict[str, Any]
) -> dict[str, Any]:
    """What would become of the first 20 rows: ``rows`` and ``counts``. Stores nothing."""
    row = get_import_row(import_number)
    table = table_of(row)
    plan = plan_of(mapping, _options(options), table.columns)
    candidates = [understand(source, plan) for source in table.rows[:PREVIEW_ROWS]]
    book = address_book(candidates, plan)
    decisions = [book.decide(candidate, plan) for candidate in candidates]
    counts = dict.fromkeys(_ACTIONS.values(), 0)
    for decision in decisions:
        counts[_ACTIONS[decision.outcome]] += 1
    return {"rows": [_preview(decision) for decision in decisions], "counts": counts}


def _preview(decision: Decision) -> dict[str, Any]:
    fields = decision.candidate.fields
    shown = {name: fields.get(name, "") for name in ("first_name", "last_name", "email", "phone", "company", "status")}
    name = display_name({**shown, "contact_id": ""})
    contact = {**shown, "full_name": name, "tags": fields.get("tags") or []} if fields else None
    return {
        "line": decision.candidate.line,
        "action": _ACTIONS[decision.outcome],
        "reason": decision.reason,
        "contact": contact,
    }


def start_import(actor: Actor, import_number: int, mapping: dict[str, str], options: dict[str, Any]) -> dict[str, Any]:
    """Queue the import. One that failed goes on after its last finished row, with the columns first chosen."""
    options = _options(options)
    plan_of(mapping, options, get_import_row(import_number)["columns"])
    _queue(import_number, mapping, options)
    _launch("run_contact_import", import_number)
    return get_import(actor, import_number)


@tables.in_transaction
def _queue(import_number: int, mapping: dict[str, str], options: dict[str, Any]) -> None:
    row = get_import_row(import_number)
    if row["status"] in ("draft", "cancelled") and not row["rows_done"]:
        row.update(mapping=mapping, options=options, status="queued", error=None)
    elif row["status"] in ("failed", "queued", "running"):
        row.update(status="queued", error=None)
    else:
        raise Conflict("This import has already been run.", import_view(row))


def cancel_import(actor: Actor, import_number: int) -> dict[str, Any]:
    """Stop after the batch at hand. Contacts already imported stay, and can be undone."""
    _cancel(import_number)
    return get_import(actor, import_number)


@tables.in_transaction
def _cancel(import_number: int) -> None:
    row = get_import_row(import_number)
    if row["status"] not in CANCELLABLE:
        raise Conflict("This import is no longer running.", import_view(row))
    row.update(status="cancelled", finished_at=utc_now(), seconds_left=None)


def undo_import(actor: Actor, import_number: int) -> dict[str, Any]:
    """Take an import back, in the background: see ``import_undoing``."""
    _begin_undo(import_number)
    _launch("undo_contact_import", import_number)
    return get_import(actor, import_number)


@tables.in_transaction
def _begin_undo(import_number: int) -> None:
    row = get_import_row(import_number)
    if row["status"] not in UNDOABLE | {"undoing"} or not row["rows_done"]:
        raise Conflict("There is nothing to undo.", import_view(row))
    row.update(status="undoing", error=None)


def get_import(actor: Actor, import_number: int) -> dict[str, Any]:
    return import_view(get_import_row(import_number))


def list_imports(actor: Actor) -> list[dict[str, Any]]:
    """The last 50 imports, newest first, drafts left out."""
    rows = app_tables.contact_imports.search(
        tables.order_by("import_number", ascending=False), status=q.none_of("draft")
    )
    return [import_view(row) for row in rows[:LISTED]]


def list_import_skips(actor: Actor, import_number: int, limit: int = MAX_SKIPS) -> list[dict[str, Any]]:
    """Rows to look at, with their ``outcome``, the reason and the values of the file.

    They are those skipped, those taken but for something, and after an undo those kept.
    """
    rows = app_tables.contact_import_rows.search(
        tables.order_by("line_number"),
        q.page_size(min(limit, MAX_SKIPS)),
        import_link=get_import_row(import_number),
        outcome=q.not_("undone"),
        reason=q.not_(None),
    )
    return [
        {
            "line": int(row["line_number"]),
            "outcome": row["outcome"],
            "reason": row["reason"],
            "values": row["values"] or [],
        }
        for row in rows[:limit]
    ]


def download_import_skips(actor: Actor, import_number: int) -> anvil.Media:
    """The rows to look at as a CSV file with the columns of the original, to be put right and imported again."""
    row = get_import_row(import_number)
    text = io.StringIO(newline="")
    skips = list_import_skips(actor, import_number, limit=10**6)
    write_refusals(text, row["columns"], ((skip["values"], skip["line"], skip["reason"]) for skip in skips))
    content = text.getvalue().encode("utf-8-sig")
    return anvil.BlobMedia("text/csv", content, name=f"rows-to-look-at-of-import-{import_number}.csv")


def _options(options: dict[str, Any]) -> dict[str, Any]:
    update = options.get("update_existing", True)
    if not isinstance(update, bool):
        raise Invalid("“update_existing” is either true or false.")
    return {"update_existing": update, "tags": validate_tags(options.get("tags"))}


def _launch(task_name: str, import_number: int) -> None:
    task = anvil.server.launch_background_task(task_name, import_number)
    get_import_row(import_number)["task_id"] = task.get_id()
