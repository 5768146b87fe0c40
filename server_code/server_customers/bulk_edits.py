"""Changes to many contacts: what can be changed, how many it would change, beginning it and taking it back.

Up to a batch is done within the call; more is the work of a background task (``bulk_running``), which can stop and go
on anywhere.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import anvil.server
import anvil.tables as tables
from anvil.tables import app_tables
from anvil.tables import query as q

from ..server_shared import audit
from ..server_shared.actors import Actor
from ..server_shared.clock import utc_now
from ..server_shared.config import get_config
from ..server_shared.errors import Conflict, Invalid, NotFound
from . import bulk_rules, bulk_running, rules
from .bulk_rules import ITEMS, NEVER_EMPTY, PREFIX
from .change_records import (
    BULK,
    FAILED,
    RUNNING,
    STOPPED,
    UNDOING,
    add_change,
    can_undo,
    change_view,
    get_change_row,
)
from .company_service import company_columns
from .custom_field_rules import clean_value
from .custom_field_service import custom_fields
from .kept_values import to_json
from .labels import remember_labels
from .queries import check_contact_ids

COUNTED_AT_ONCE = 1000


def list_edit_fields(actor: Actor) -> list[dict[str, Any]]:
    """What can be set for many at once: ``name, label, kind, options, help_text, required`` (never empty)."""
    statuses = list(rules.STATUS_LABELS.values())
    standard = [
        _offered(name, label, kind, statuses if name == "status" else [], name in NEVER_EMPTY)
        for name, (label, kind) in bulk_rules.FIELDS.items()
    ]
    own = [
        _offered(PREFIX + field.key, field.label, field.kind, list(field.options), field.required, field.help_text)
        for field in custom_fields().values()
    ]
    return standard + own


def preview_edit(
    actor: Actor, contact_ids: list[str], field: str, value: Any, filters: Mapping[str, Any] | None = None
) -> dict[str, Any]:
    """How many of the contacts an edit would change: ``total, count``, and ``left_out``, which cannot be changed so.

    Raises Invalid, NotFound.
    """
    selection = _selection(contact_ids, filters)
    column, clean, _ = _understood(field, value)
    edit = bulk_rules.edit_of(field, column, clean)
    rows = bulk_running.selected(selection, q.page_size(COUNTED_AT_ONCE), q.fetch_only(*bulk_running.judged_by(column)))
    total = count = left_out = 0
    for row in rows:
        total += 1
        if edit.new(row[column]) != row[column]:
            is_fit = bulk_running.stays_sound(row, column, edit.new(row[column]))
            count, left_out = count + is_fit, left_out + (not is_fit)
    return {"total": total, "count": count, "left_out": left_out}


def edit_contacts(
    actor: Actor, contact_ids: list[str], field: str, value: Any, filters: Mapping[str, Any] | None = None
) -> dict[str, Any]:
    """Set ``field`` of these contacts, or with ``filters`` of all that match them; the change, perhaps still running.

    ``field`` is a name of ``list_edit_fields``, ``add_tag``, ``remove_tag``, ``add_to_segment``,
    ``remove_from_segment``, ``archive`` or ``restore``. Raises Invalid, NotFound, TooLarge.
    """
    selection = _selection(contact_ids, filters)
    change_id, total = _begin(actor, selection, field, value)
    return _work(change_id, total, "run_contact_edit", bulk_running.run_edit)


def undo_edit(actor: Actor, change_id: str) -> dict[str, Any]:
    """Give the contacts back what they had, but where somebody changed it since; the change, perhaps still undoing.

    Raises NotFound, Conflict.
    """
    total = _begin_undo(actor, change_id)
    return _work(change_id, total, "undo_contact_edit", bulk_running.undo_edit)


def resume_edit(actor: Actor, change_id: str) -> dict[str, Any]:
    """Go on with a change, or its undoing, that a fault stopped; the change. Raises NotFound, Conflict."""
    is_undoing, total = _go_on(change_id)
    if is_undoing:
        return _work(change_id, total, "undo_contact_edit", bulk_running.undo_edit)
    return _work(change_id, total, "run_contact_edit", bulk_running.run_edit)


@tables.in_transaction
def stop_edit(actor: Actor, change_id: str) -> dict[str, Any]:
    """Stop after the batch at hand; what is changed stays, and can be undone. Raises NotFound, Conflict."""
    change = get_change_row(change_id, BULK)
    if change["status"] != RUNNING:
        raise Conflict("This change is no longer running.", change_view(change))
    change["status"] = STOPPED
    return change_view(change)


def _work(change_id: str, total: int, task: str, do_it: Any) -> dict[str, Any]:
    if total > bulk_running.BATCH:
        anvil.server.launch_background_task(task, change_id)
    else:
        do_it(change_id)
    return change_view(get_change_row(change_id))


@tables.in_transaction
def _begin(actor: Actor, selection: dict[str, Any], field: str, value: Any) -> tuple[str, int]:
    column, clean, label = _understood(field, value)
    if column == "company" and clean:
        clean = company_columns(actor, [clean])[clean]["company"]
    remember_labels([clean] if field == bulk_rules.ADD_TAG else (), [clean] if field == "source" else ())
    total = len(bulk_running.selected(selection, q.page_size(1), q.fetch_only("contact_id")))
    wanted = len(set(selection.get("contact_ids", ())))
    if wanted > total:
        raise NotFound("Contact not found")
    change = add_change(
        actor,
        BULK,
        field=column,
        value={"text": bulk_rules.describe(field, *label), "edit": field, "wanted": to_json(clean)},
        selection={**selection, "last": bulk_running.last_number()},
        status=RUNNING,
        rows_total=total,
        rows_done=0,
        reached=0,
        count=0,
    )
    audit.log_audit_event(actor, "edit_contacts", "contacts", change["change_id"], {"fields": [field], "count": total})
    return change["change_id"], total


@tables.in_transaction
def _begin_undo(actor: Actor, change_id: str) -> int:
    change = get_change_row(change_id, BULK)
    if not can_undo(change):
        raise Conflict("There is nothing to undo.", change_view(change))
    change.update(status=UNDOING, reached=None, rows_total=change["count"], rows_done=0, error=None)
    audit.log_audit_event(actor, "undo_edit", "contacts", change_id)
    return int(change["count"])


@tables.in_transaction
def _go_on(change_id: str) -> tuple[bool, int]:
    change = get_change_row(change_id, BULK)
    if change["status"] != FAILED:
        raise Conflict("This change has not been stopped.", change_view(change))
    is_undoing = change["reached"] is None
    change.update(status=UNDOING if is_undoing else RUNNING, error=None)
    return is_undoing, int(change["rows_total"])


def _selection(contact_ids: list[str], filters: Mapping[str, Any] | None) -> dict[str, Any]:
    if filters is None:
        return {"contact_ids": check_contact_ids(contact_ids)}
    bulk_running.selected({"filters": filters}, q.page_size(1))
    return {"filters": dict(filters)}


def _understood(field: str, value: Any) -> tuple[str, Any, tuple[str, Any]]:
    """The column of a field, the cleaned value, and its label with the value as people know it. Raises Invalid."""
    country = get_config()["default_country"]
    if field in ITEMS:
        return _item(field, value, country)
    if field in (bulk_rules.ARCHIVE, bulk_rules.RESTORE):
        return "archived_at", utc_now() if field == bulk_rules.ARCHIVE else None, ("", None)
    if field in bulk_rules.FIELDS:
        clean = rules.clean_fields({field: value}, country)[field]
        if clean is None and field in NEVER_EMPTY:
            raise Invalid(fields={"value": "Please choose one."})
        shown = rules.STATUS_LABELS.get(clean, clean) if field == "status" else clean
        return field, clean, (bulk_rules.FIELDS[field][0], shown)
    custom = custom_fields().get(field.removeprefix(PREFIX)) if field.startswith(PREFIX) else None
    if custom is None:
        raise Invalid("This field cannot be changed for several contacts at once.")
    clean = clean_value(custom, value, country)
    return custom.column, clean, (custom.label, clean)


def _item(field: str, value: Any, country: str) -> tuple[str, Any, tuple[str, Any]]:
    if ITEMS[field] == "tags":
        [tag] = (rules.clean_fields({"tags": [value]}, country)["tags"] or [None])[:1]
        if tag is None:
            raise Invalid(fields={"value": "Please give a tag."})
        return "tags", tag, ("", tag)
    segment = app_tables.segments.get(segment_id=value, archived_at=None) if isinstance(value, str) else None
    if segment is None or segment["is_dynamic"]:
        raise Invalid(fields={"value": "Please choose a segment whose contacts are chosen by hand."})
    return "segments", segment["segment_id"], ("", segment["name"])


def _offered(
    name: str, label: str, kind: str, options: list[str], required: bool, help_text: str = ""
) -> dict[str, Any]:
    return {
        "name": name,
        "label": label,
        "kind": kind,
        "options": options,
        "required": required,
        "help_text": help_text,
    }
