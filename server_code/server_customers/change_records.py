"""The records of merges and of changes to many contacts: finding them, what screens see, and what stopped them."""

from __future__ import annotations

import logging
import secrets
from itertools import islice
from typing import Any

import anvil.tables as tables
from anvil.tables import app_tables
from anvil.tables import query as q

from ..server_shared.actors import Actor
from ..server_shared.clock import utc_now
from ..server_shared.counters import take_numbers
from ..server_shared.errors import NotFound
from .queries import get_contact_row, name_of

log = logging.getLogger("mybizz.changes")

PREFIXES = {"bulk_edit": "E-", "merge": "M-"}
BULK, MERGE = PREFIXES
RUNNING, DONE, FAILED, STOPPED, UNDOING, UNDONE = "running", "done", "failed", "stopped", "undoing", "undone"
# What became of one contact of a change.
CHANGED, KEPT, MERGED = "changed", "kept", "merged"
PAGE = 50
MAX_KEPT_NAMED = 50


def add_change(actor: Actor, kind: str, **columns: Any) -> Any:
    """A new record of ``kind`` (BULK or MERGE); its row. Needs a transaction."""
    change_id = f"{PREFIXES[kind]}{take_numbers('contact_changes')[0]}"
    return app_tables.contact_changes.add_row(
        change_id=change_id, kind=kind, made_by=actor.user, made_at=utc_now(), kept_count=0, **columns
    )


def get_change_row(change_id: str, kind: str | None = None) -> Any:
    """The row of ``E-3`` or ``M-4``. Raises NotFound."""
    row = app_tables.contact_changes.get(change_id=change_id, **({"kind": kind} if kind else {}))
    if row is None:
        raise NotFound("There is no such change.")
    return row


def get_change(actor: Actor, change_id: str) -> dict[str, Any]:
    """One change, with ``kept``: the contacts its undoing left as somebody had made them since. Raises NotFound."""
    row = get_change_row(change_id)
    kept = app_tables.contact_change_rows.search(q.page_size(MAX_KEPT_NAMED), change=row, outcome=KEPT)
    named = [_named(each["contact"]) for each in islice(kept, MAX_KEPT_NAMED)]
    return {**change_view(row), "kept": named}


def list_changes(actor: Actor, contact_id: str | None = None, page: int = 0) -> dict[str, Any]:
    """A page of 50 changes, the newest first, of all contacts or of one: ``changes`` and ``total``. Raises NotFound."""
    newest = tables.order_by("made_at", ascending=False)
    if contact_id is None:
        rows = app_tables.contact_changes.search(newest, q.page_size(PAGE))
        found = list(islice(rows, page * PAGE, (page + 1) * PAGE))
        return {"changes": [change_view(row) for row in found], "total": len(rows)}
    contact = get_contact_row(contact_id)
    parts = app_tables.contact_change_rows.search(q.page_size(200), contact=contact)
    merges = app_tables.contact_changes.search(kept=contact)
    rows = {row["change_id"]: row for row in (*merges, *(part["change"] for part in parts))}
    ordered = sorted(rows.values(), key=lambda row: row["made_at"], reverse=True)
    found = ordered[page * PAGE : (page + 1) * PAGE]
    return {"changes": [change_view(row) for row in found], "total": len(ordered)}


def change_view(row: Any) -> dict[str, Any]:
    """A change as screens show it."""
    kept, value = row["kept"], row["value"] or {}
    made_by = row["made_by"]
    return {
        "change_id": row["change_id"],
        "kind": row["kind"],
        "text": value.get("text", ""),
        "status": row["status"],
        **{name: int(row[name] or 0) for name in ("count", "rows_total", "rows_done", "kept_count")},
        "contact": _named(kept) if kept else None,
        "error": row["error"] or "",
        "made_by": (made_by["name"] or made_by["email"]) if made_by else "",
        "made_at": row["made_at"],
        "undone_at": row["undone_at"],
        "can_undo": can_undo(row),
        "can_resume": row["status"] == FAILED,
    }


def can_undo(row: Any) -> bool:
    """Whether there is something to take back; of a change to a field that was removed for good nothing is kept."""
    is_kept = row["kind"] == MERGE or "edit" in (row["value"] or {})
    return is_kept and row["status"] in (DONE, FAILED, STOPPED) and bool(row["count"])


def merged_into(contact: Any) -> Any:
    """The contact that this one was merged into, None when it was not (or that was undone)."""
    part = next(iter(app_tables.contact_change_rows.search(contact=contact, outcome=MERGED)), None)
    return part["change"]["kept"] if part else None


@tables.in_transaction
def record_fault(change_id: str, error: Exception) -> None:
    """Note that a change, or its undoing, stopped by a fault of ours; the log has the reference that people see."""
    reference = secrets.token_hex(4)
    log.error("Change %s stopped, reference %s", change_id, reference, exc_info=error)
    row = get_change_row(change_id)
    if row["status"] in (RUNNING, UNDOING):
        text = f"Stopped by a fault on our side (reference {reference}). It can be started again."
        row.update(status=FAILED, error=text)


def _named(contact: Any) -> dict[str, str]:
    return {"contact_id": contact["contact_id"], "full_name": name_of(contact)}
