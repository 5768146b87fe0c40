"""Background work on contacts: imports, their undoing, and the nightly look at who has gone quiet."""

from __future__ import annotations

from itertools import islice
from typing import Any

import anvil.server
import anvil.tables as tables
from anvil.tables import app_tables
from anvil.tables import query as q

from ..server_shared.clock import utc_now
from . import bulk_running, import_running, import_undoing, ledger_service
from .labels import forget_unused_labels
from .rules import lifecycle_stage

BATCH_CONTACTS = 500


@anvil.server.background_task
def run_contact_import(import_number: int) -> None:
    import_running.run_import(import_number, _report)


@anvil.server.background_task
def undo_contact_import(import_number: int) -> None:
    import_undoing.undo_import(import_number, _report)


@anvil.server.background_task
def run_contact_edit(change_id: str) -> None:
    bulk_running.run_edit(change_id)


@anvil.server.background_task
def undo_contact_edit(change_id: str) -> None:
    bulk_running.undo_edit(change_id)


@anvil.server.background_task
def update_lifecycle_stages() -> dict[str, int]:
    """Put every contact into the stage of its days without contact; how many moved. Then forget labels out of use.

    First the bookings that have begun since become the last of their contacts.
    """
    ledger_service.count_visits_that_began()
    last: int | None = 0
    moved = 0
    tags: set[str] = set()
    sources: set[str] = set()
    while last is not None:
        last, changed, used_tags, used_sources = _update_batch(last)
        moved += changed
        tags |= used_tags
        sources |= used_sources
    tables.in_transaction(forget_unused_labels)(tags, sources)
    return {"moved": moved}


@tables.in_transaction
def _update_batch(after_number: int) -> tuple[int | None, int, set[str], set[str]]:
    """One batch: the last contact number (None at the end), how many moved, and the tags and sources met."""
    now = utc_now()
    rows = app_tables.contacts.search(
        tables.order_by("contact_number"),
        q.page_size(BATCH_CONTACTS),
        q.fetch_only(
            *("contact_number", "lifecycle_stage", "last_contact_date", "created_at", "total_transactions"),
            *("tags", "source"),
        ),
        contact_number=q.greater_than(after_number),
    )
    batch = list(islice(rows, BATCH_CONTACTS))
    moved = 0
    with tables.batch_update:
        for row in batch:
            days = (now - (row["last_contact_date"] or row["created_at"])).days
            stage = lifecycle_stage(days, row["total_transactions"] or 0)
            if stage != row["lifecycle_stage"]:
                row["lifecycle_stage"] = stage
                moved += 1
    last = int(batch[-1]["contact_number"]) if len(batch) == BATCH_CONTACTS else None
    return last, moved, {tag for row in batch for tag in row["tags"] or ()}, {row["source"] for row in batch}


def _report(progress: dict[str, Any]) -> None:
    anvil.server.task_state.update(progress)
