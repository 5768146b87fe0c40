"""The work of a change to many contacts, in batches. A batch and its progress are one transaction.

It goes by the contacts' numbers and begins where the record says the last batch ended: it can be killed anywhere, two
runs at once do no harm, and a contact that no longer matches once it is changed does not matter.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import islice
from typing import Any

import anvil.tables as tables
from anvil.tables import app_tables
from anvil.tables import query as q

from ..server_sequences import automation_service
from ..server_shared.actors import SYSTEM, Actor
from ..server_shared.clock import utc_now
from . import rules
from .bulk_rules import CHANGED_SINCE, Edit, edit_of
from .change_records import (
    CHANGED,
    DONE,
    KEPT,
    MERGED,
    RUNNING,
    UNDOING,
    UNDONE,
    get_change_row,
    record_fault,
)
from .company_service import company_columns
from .contact_filters import match
from .kept_values import from_json, to_json
from .segment_membership import settle

BATCH = 500
# Columns whose new items may begin sequences: the trigger, and what it calls the item.
BEGINS = {"tags": ("tag_added", "tag"), "segments": ("segment_entered", "segment_id")}
IDENTITY = ("first_name", "last_name", "email", "phone")


def selected(selection: Mapping[str, Any], *options: Any, after: int = 0) -> Any:
    """A search of the contacts of ``selection`` whose number is above ``after``, by their numbers. Raises Invalid."""
    if "contact_ids" in selection:
        conditions, columns = [], {"contact_id": q.any_of(*selection["contact_ids"])}
    else:
        conditions, columns = match(selection["filters"])
    bounds = [q.greater_than(after)]
    if "last" in selection:
        bounds.append(q.less_than_or_equal_to(selection["last"]))
    return app_tables.contacts.search(
        tables.order_by("contact_number"), *options, *conditions, **columns, contact_number=q.all_of(*bounds)
    )


def last_number() -> int:
    """The highest number of a contact there is: who comes later is not meant."""
    newest = app_tables.contacts.search(tables.order_by("contact_number", ascending=False), q.page_size(1))
    return int(next((row["contact_number"] for row in newest), 0))


def judged_by(column: str) -> set[str]:
    """What ``stays_sound`` looks at, besides ``column`` itself."""
    return {"contact_id", column, *IDENTITY}


def stays_sound(contact: Any, column: str, value: Any) -> bool:
    """Whether a contact with ``value`` in ``column`` still has something it is known by."""
    return column not in IDENTITY or any(value if name == column else contact[name] for name in IDENTITY)


def run_edit(change_id: str) -> None:
    """Change all that are left."""
    _until_done(_run_batch, change_id)


def undo_edit(change_id: str) -> None:
    """Take back all that is left."""
    _until_done(_undo_batch, change_id)


def _until_done(batch: Callable[[str], bool], change_id: str) -> None:
    try:
        while batch(change_id):
            pass
    except Exception as error:  # whatever stopped it, people must see that it stopped; then it is raised again
        record_fault(change_id, error)
        raise


@tables.in_transaction
def _run_batch(change_id: str) -> bool:
    """One batch; whether there may be more."""
    change = get_change_row(change_id)
    if change["status"] != RUNNING:
        return False
    rows = list(islice(selected(change["selection"], q.page_size(BATCH), after=change["reached"]), BATCH))
    if not rows:
        change["status"] = DONE
        return False
    edit = _edit(change)
    wanted = [(row, edit.new(row[edit.column])) for row in rows]
    fit = _that_may_return(
        edit.column,
        [(row, value) for row, value in wanted if value != row[edit.column] and stays_sound(row, edit.column, value)],
    )
    _remember(change, edit.column, fit)
    _write(_actor(change), edit.column, fit)
    reached = rows[-1]["contact_number"]
    is_last = len(rows) < BATCH
    change.update(
        reached=reached,
        rows_done=change["rows_done"] + len(rows),
        count=change["count"] + len(fit),
        status=DONE if is_last else RUNNING,
    )
    return not is_last


@tables.in_transaction
def _undo_batch(change_id: str) -> bool:
    """Take back one batch; whether there may be more."""
    change = get_change_row(change_id)
    if change["status"] != UNDOING:
        return False
    parts = app_tables.contact_change_rows.search(
        q.page_size(BATCH),
        q.fetch_only("outcome", "before", "after", contact=q.fetch_only("contact_id")),
        change=change,
        outcome=CHANGED,
    )
    batch = list(islice(parts, BATCH))
    mine = _given_back(_edit(change), batch)
    given = {row["contact_id"] for row, _ in mine}
    with tables.batch_update:
        for part in batch:
            part["outcome"] = UNDONE if part["contact"]["contact_id"] in given else KEPT
    _write(_actor(change), change["field"], mine)
    is_last = len(batch) < BATCH
    change.update(rows_done=change["rows_done"] + len(batch), kept_count=change["kept_count"] + len(batch) - len(mine))
    if is_last:
        change.update(status=UNDONE, undone_at=utc_now())
    return not is_last


def _given_back(edit: Edit, parts: Sequence[Any]) -> list[tuple[Any, Any]]:
    """The contacts of ``parts`` with what each gets back; those somebody changed since are left out."""
    wanted = [part["contact"]["contact_id"] for part in parts]
    rows = app_tables.contacts.search(q.page_size(BATCH), contact_id=q.any_of(*wanted)) if wanted else ()
    contacts = {row["contact_id"]: row for row in rows}
    given = []
    for part in parts:
        contact = contacts[part["contact"]["contact_id"]]
        before, after = (from_json(part[name]["is"]) for name in ("before", "after"))
        value = edit.back(contact[edit.column], before, after)
        if value is not CHANGED_SINCE:
            given.append((contact, value))
    return _that_may_return(edit.column, given)


def _edit(change: Any) -> Edit:
    return edit_of(change["value"]["edit"], change["field"], from_json(change["value"]["wanted"]))


def _actor(change: Any) -> Actor:
    user = change["made_by"]
    return replace(SYSTEM, user=user, name=(user["name"] or user["email"]) if user else SYSTEM.name)


def _that_may_return(column: str, edits: Sequence[tuple[Any, Any]]) -> list[tuple[Any, Any]]:
    """``edits`` without archived contacts that cannot come back: another has the address, or they were merged."""
    coming = [row for row, value in edits if column == "archived_at" and value is None]
    if not coming:
        return list(edits)
    emails = [row["email"] for row in coming if row["email"]]
    taken: set[str] = set()
    if emails:
        found = app_tables.contacts.search(q.fetch_only("email"), email=q.any_of(*emails), archived_at=None)
        taken = {row["email"] for row in found}
    merged = app_tables.contact_change_rows.search(
        q.fetch_only(contact=q.fetch_only("contact_id")), contact=q.any_of(*coming), outcome=MERGED
    )
    gone = {part["contact"]["contact_id"] for part in merged}
    free = []
    for row, value in edits:
        if row["contact_id"] not in gone and row["email"] not in taken:
            free.append((row, value))
            taken |= {row["email"]} - {None}
    return free


def _remember(change: Any, column: str, edits: Iterable[tuple[Any, Any]]) -> None:
    app_tables.contact_change_rows.add_rows(
        {
            "change": change,
            "contact": row,
            "outcome": CHANGED,
            "before": {"is": to_json(row[column])},
            "after": {"is": to_json(value)},
        }
        for row, value in edits
    )


def _write(actor: Actor, column: str, edits: Sequence[tuple[Any, Any]]) -> None:
    """Give each contact its value, with all that follows from it."""
    now = utc_now()
    companies = company_columns(actor, {value for _, value in edits}) if column == "company" else {}
    given: dict[str, list[Any]] = defaultdict(list)
    for row, value in edits if column in BEGINS else ():
        for item in set(value or ()) - set(row[column] or ()):
            given[item].append(row)
    with tables.batch_update:
        for row, value in edits:
            columns = {column: value}
            if column == "company":
                columns = companies.get(value) or {"company": None, "company_link": None}
            derived = rules.derived_fields({**dict(row), **columns})
            row.update(**columns, **derived, updated_at=now, version=row["version"] + 1)
    if column == "archived_at":
        _tell(actor, edits)
    settle(row for row, _ in edits)
    for item, rows in given.items():
        trigger, detail = BEGINS[column]
        automation_service.fire_for_many(trigger, rows, {detail: item})


def _tell(actor: Actor, edits: Iterable[tuple[Any, Any]]) -> None:
    app_tables.contact_events.add_rows(
        {
            "contact": row,
            "event_type": "restored" if value is None else "deleted",
            "event_date": utc_now(),
            "event_data": {},
            "user_visible": False,
            "author": actor.name,
        }
        for row, value in edits
    )
