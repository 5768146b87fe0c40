"""Removing an archived field for good: what contacts had in it goes, and what changes and imports kept of it.

Its column is free for another field then. Nothing that was kept of the old one may come back into the new one.
Each batch is one transaction; it can stop and go on anywhere.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from itertools import islice
from typing import Any

import anvil.tables as tables
from anvil.tables import app_tables
from anvil.tables import query as q

from .change_records import BULK, DONE, MERGE, UNDONE
from .custom_field_rules import PREFIX
from .custom_field_service import require_archived

BATCH = 500
REMOVED = "{}: a field that was removed"


def purge_custom_field(key: str) -> None:
    """Remove the archived field ``key`` with all that is kept of it. Raises NotFound, also when it is restored."""
    column = require_archived(key)["column"]
    edits = tables.in_transaction(_end_edits)(key)
    if edits:
        _empty_all(key, lambda: _kept_of(edits), ("before", "after"))
    for numbers in _batches(row["change_id"] for row in app_tables.contact_changes.search(kind=MERGE, status=DONE)):
        tables.in_transaction(_forget_in_merges)(key, column, numbers)
    for number in tables.in_transaction(_unmap)(key):
        _forget_in_import(key, column, number)
    only = q.fetch_only(column)
    _empty_all(key, lambda: app_tables.contacts.search(only, q.page_size(BATCH), **{column: q.not_(None)}), (column,))
    tables.in_transaction(lambda: require_archived(key).delete())()


def _end_edits(key: str) -> list[Any]:
    """Let no change to many of the field's values go on or be undone; those there are."""
    field = require_archived(key)
    edits = list(app_tables.contact_changes.search(kind=BULK, field=field["column"]))
    for edit in edits:
        status = UNDONE if edit["status"] == UNDONE else DONE
        edit.update(status=status, value={"text": REMOVED.format(field["label"])}, error=None)
    return edits


def _kept_of(edits: list[Any]) -> Any:
    return app_tables.contact_change_rows.search(
        q.fetch_only("before"), q.page_size(BATCH), change=q.any_of(*edits), before=q.not_(None)
    )


def _forget_in_merges(key: str, column: str, change_ids: list[str]) -> None:
    require_archived(key)
    with tables.batch_update:
        for merge in app_tables.contact_changes.search(change_id=q.any_of(*change_ids), status=DONE):
            after = _without(merge["value"]["after"], column)
            merge.update(before=_without(merge["before"], column), value={**merge["value"], "after": after})


def _unmap(key: str) -> list[int]:
    """Let no import know the field; the numbers of those that filled it."""
    require_archived(key)
    numbers = []
    for record in app_tables.contact_imports.search(mapping=q.not_(None)):
        if PREFIX + key in record["mapping"].values():
            fields = {number: "" if name == PREFIX + key else name for number, name in record["mapping"].items()}
            record["mapping"] = fields
            numbers.append(int(record["import_number"]))
    return numbers


def _forget_in_import(key: str, column: str, import_number: int) -> None:
    record = app_tables.contact_imports.get(import_number=import_number)
    lines = (row["line_number"] for row in app_tables.contact_import_rows.search(import_link=record))
    for numbers in _batches(lines):
        tables.in_transaction(_forget_in_rows)(key, column, record, numbers)


def _forget_in_rows(key: str, column: str, record: Any, lines: list[int]) -> None:
    require_archived(key)
    rows = app_tables.contact_import_rows.search(import_link=record, line_number=q.any_of(*lines), after=q.not_(None))
    with tables.batch_update:
        for row in rows:
            after = {**row["after"], "fields": _without(row["after"].get("fields"), column)}
            row.update(before=_without(row["before"], column), after=after)


def _empty_all(key: str, search: Callable[[], Any], columns: Iterable[str]) -> None:
    while tables.in_transaction(_empty_batch)(key, search, columns):
        pass


def _empty_batch(key: str, search: Callable[[], Any], columns: Iterable[str]) -> int:
    require_archived(key)
    rows = list(islice(search(), BATCH))
    with tables.batch_update:
        for row in rows:
            row.update(**dict.fromkeys(columns))
    return len(rows)


def _batches(items: Iterable[Any]) -> Iterable[list[Any]]:
    rest = iter(list(items))
    return iter(lambda: list(islice(rest, BATCH)), [])


def _without(values: Mapping[str, Any] | None, column: str) -> dict[str, Any] | None:
    return None if values is None else {name: value for name, value in values.items() if name != column}
