"""Bulk imports by an uplink: begun once for each file and kind, stored batch by batch, gone on with after anything.

A batch, its receipt and the progress are one transaction: whether the caller, the server or the line between them dies,
each row is stored once. The caller asks ``begin_bulk_import`` again and goes on at ``rows_done``.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import anvil.tables as tables
from anvil.tables import app_tables
from anvil.tables import query as q

from ..server_customers import import_export
from ..server_customers.import_export import Plan, own_fields
from ..server_shared.actors import Actor
from ..server_shared.clock import utc_now
from ..server_shared.config import get_config
from ..server_shared.counters import take_numbers
from ..server_shared.errors import Conflict, Invalid, NotFound
from ..server_shared.validators import clean_text, validate_choice, validate_tags
from . import bookings, people, records
from .columns import CONTACT_ID, KINDS, kind_fields, match_columns
from .rows import CREATED, REFUSED, SKIPPED, UPDATED, Batch, Outcome

MAX_ROWS = 1000
MAX_COLUMNS = 200
RECEIPTS = 100
RUNNING, DONE = "running", "done"
STORES: dict[str, Callable[[Actor, Batch], list[Outcome]]] = {
    "bookings": bookings.store_bookings,
    "companies": records.store_companies,
    "consents": people.store_consents,
    "contacts": people.store_contacts,
    "locations": records.store_locations,
    "notes": people.store_notes,
    "tags": people.store_tags,
}


class _Rehearsed(Exception):
    """Ends the transaction of a rehearsal, with what became of the rows."""

    def __init__(self, outcomes: list[Outcome]) -> None:
        self.outcomes = outcomes


def begin_bulk_import(
    actor: Actor, kind: str, file: Mapping[str, Any], mapping: Mapping[str, str], options: Mapping[str, Any]
) -> dict[str, Any]:
    """The import of this file and kind: a new one, or the one that began before, with how far it is.

    ``file`` is ``{name, sha256, columns, rows}``; ``mapping`` is ``{header: field}`` of what the headers' names do not
    tell; ``options`` are ``update_existing, tags, source``, ``start_sequences`` to let new bookings begin what bookings
    begin, and ``again`` to begin anew with a file that is done. Needs a transaction. Raises Invalid, and Conflict when
    an unfinished import of the file was begun in another way.
    """
    name = validate_choice(kind, KINDS, "kind")
    columns, chosen = _columns(file), _options(options)
    matched = match_columns(name, columns, mapping, _own_labels())
    known = app_tables.bulk_imports.search(
        tables.order_by("bulk_number", ascending=False), q.page_size(1), kind=name, file_hash=_hash(file)
    )
    row = next(iter(known), None)
    if row is not None and not (options.get("again") and row["status"] == DONE):
        if row["status"] == RUNNING and (row["mapping"], row["options"]) != (matched, chosen):
            raise Conflict("This file was begun with other columns or options. Finish it with those first.", _view(row))
        return _view(row)
    return _view(_add(name, file, columns, matched, chosen))


def import_bulk_rows(actor: Actor, bulk_number: int, first_row: int, rows: Sequence[Any]) -> dict[str, Any]:
    """Store rows of ``[line, [cell, …]]`` from ``first_row`` (from 0) on; the import as it is then.

    Rows that are stored already, or come too early, change nothing: look at ``rows_done``. Needs a transaction.
    """
    record = _get(bulk_number)
    if record["status"] == RUNNING and record["rows_done"] == first_row and rows:
        batch = _batch(record, first_row, rows)
        # Before all else: whoever brings the same rows at the same time waits here, and then finds them stored.
        record.update(rows_done=first_row + len(batch.rows))
        _note(record, batch, STORES[record["kind"]](actor, batch))
    return _view(record)


def rehearse_bulk_rows(
    actor: Actor, kind: str, file: Mapping[str, Any], mapping: Mapping[str, str], options: Mapping[str, Any], rows: list
) -> dict[str, Any]:
    """What would become of these rows, each judged with those before it in this call: counts by outcome, ``refused``.

    It is done as if in earnest and then taken back, so that it can tell nothing else than the import itself would.
    """
    name = validate_choice(kind, KINDS, "kind")
    columns, chosen = _columns(file), _options(options)
    matched = match_columns(name, columns, mapping, _own_labels())
    record = {"kind": name, "columns": columns, "mapping": matched, "options": chosen, "bulk_number": 0}
    batch = _batch({**record, "file_hash": _hash(file)}, 0, rows)

    @tables.in_transaction
    def rehearse() -> None:
        raise _Rehearsed(STORES[name](actor, batch))

    try:
        rehearse()
    except _Rehearsed as rehearsed:
        outcomes = rehearsed.outcomes
    counts = Counter(outcome.outcome for outcome in outcomes)
    return {
        **{f"{name}_count": counts[name] for name in (CREATED, UPDATED, SKIPPED, REFUSED)},
        "refused": _reasons(outcomes, 0, is_refused=True),
        "mapping": {columns[int(index)]: field for index, field in matched.items()},
    }


def finish_bulk_import(actor: Actor, bulk_number: int) -> dict[str, Any]:
    """Mark an import as done. Needs a transaction. Raises Conflict while rows are missing."""
    record = _get(bulk_number)
    if record["rows_done"] < record["rows_total"]:
        raise Conflict("There are rows that have not been sent.", _view(record))
    if record["status"] != DONE:
        record.update(status=DONE, finished_at=utc_now(), updated_at=utc_now())
    return _view(record)


def list_bulk_receipts(actor: Actor, bulk_number: int, after_row: int = -1) -> dict[str, Any]:
    """What batches after ``after_row`` have to tell: ``refused`` and ``remarks`` as ``[row, reason]``.

    ``next_row`` is what to ask with next, None at the end.
    """
    found = list(
        app_tables.bulk_import_batches.search(
            tables.order_by("first_row"),
            q.page_size(RECEIPTS),
            bulk_import=_get(bulk_number),
            first_row=q.greater_than(after_row),
        )[:RECEIPTS]
    )
    return {
        "refused": [each for row in found for each in row["refused"] or ()],
        "remarks": [each for row in found for each in row["remarks"] or ()],
        "next_row": int(found[-1]["first_row"]) if len(found) == RECEIPTS else None,
    }


def _add(
    kind: str, file: Mapping[str, Any], columns: list[str], mapping: dict[str, str], options: dict[str, Any]
) -> Any:
    [number] = take_numbers("bulk_imports")
    now = utc_now()
    counts = dict.fromkeys(("rows_done", "created_count", "updated_count", "skipped_count", "refused_count"), 0)
    return app_tables.bulk_imports.add_row(
        bulk_number=number,
        kind=kind,
        file_name=clean_text(file.get("name"), "name", 300),
        file_hash=_hash(file),
        columns=columns,
        mapping=mapping,
        options=options,
        status=RUNNING,
        rows_total=_count(file.get("rows")),
        created_at=now,
        updated_at=now,
        **counts,
    )


def _batch(record: Mapping[str, Any], first_row: int, rows: Sequence[Any]) -> Batch:
    own, columns, options = kind_fields(record["kind"]), record["columns"], record["options"]
    pairs = {int(index): field for index, field in record["mapping"].items()}
    return Batch(
        rows=[import_export.source_row(line, [*map(str.strip, cells)], columns) for line, cells in _checked(rows)],
        own=[(index, field) for index, field in sorted(pairs.items()) if field in own],
        plan=_plan([pair for pair in sorted(pairs.items()) if pair[1] not in own and pair[1] != CONTACT_ID], options),
        origin=f"bulk-import-{int(record['bulk_number'])}",
        file_hash=record["file_hash"],
        first_row=first_row,
        source=options["source"],
        starts_sequences=bool(options.get("start_sequences")),
        id_columns=[index for index, field in sorted(pairs.items()) if field == CONTACT_ID],
    )


def _plan(mapping: list[tuple[int, str]], options: Mapping[str, Any]) -> Plan:
    country, own = get_config()["default_country"], own_fields()
    chosen = {field: own[field] for _, field in mapping if field in own}
    return Plan(mapping, options["update_existing"], tuple(options["tags"]), country, utc_now(), chosen)


def _own_labels() -> dict[str, str]:
    return {name: field.label for name, field in own_fields().items()}


def _note(record: Any, batch: Batch, outcomes: list[Outcome]) -> None:
    """Write the receipt of a batch, and the progress."""
    counts = Counter(outcome.outcome for outcome in outcomes)
    now = utc_now()
    app_tables.bulk_import_batches.add_row(
        bulk_import=record,
        first_row=batch.first_row,
        rows_count=len(batch.rows),
        refused=_reasons(outcomes, batch.first_row, is_refused=True),
        remarks=_reasons(outcomes, batch.first_row, is_refused=False),
        created_at=now,
    )
    counted = {f"{name}_count": record[f"{name}_count"] + counts[name] for name in (CREATED, UPDATED, SKIPPED, REFUSED)}
    record.update(updated_at=now, **counted)


def _reasons(outcomes: Sequence[Outcome], first_row: int, *, is_refused: bool) -> list[list[Any]]:
    return [
        [first_row + position, outcome.reason]
        for position, outcome in enumerate(outcomes)
        if outcome.reason and (outcome.outcome == REFUSED) is is_refused
    ]


def _checked(rows: Sequence[Any]) -> Sequence[Any]:
    if len(rows) > MAX_ROWS:
        raise Invalid(f"At most {MAX_ROWS} rows at once.")
    for row in rows:
        is_row = isinstance(row, list | tuple) and len(row) == 2 and isinstance(row[1], list | tuple)
        if not is_row or not isinstance(row[0], int) or not {*map(type, row[1])} <= {str}:
            raise Invalid("A row is the number of its line and a list of texts.")
    return rows


def _columns(file: Mapping[str, Any]) -> list[str]:
    columns = file.get("columns")
    if not isinstance(columns, list) or not 1 <= len(columns) <= MAX_COLUMNS:
        raise Invalid(f"A file has 1 to {MAX_COLUMNS} columns.")
    return [clean_text(column, "columns", 300) for column in columns]


def _options(options: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "update_existing": options.get("update_existing") is not False,
        "tags": validate_tags(options.get("tags")),
        "source": clean_text(options.get("source"), "source", 60) or "import",
        **({"start_sequences": True} if options.get("start_sequences") is True else {}),
    }


def _hash(file: Mapping[str, Any]) -> str:
    digest = file.get("sha256")
    if not isinstance(digest, str) or len(digest) != 64:
        raise Invalid("A file is known by its SHA-256, in hexadecimal digits.")
    return digest


def _count(rows: Any) -> int:
    if not isinstance(rows, int) or isinstance(rows, bool) or rows < 0:
        raise Invalid("How many rows a file has is a whole number.")
    return rows


def _get(bulk_number: int) -> Any:
    row = app_tables.bulk_imports.get(bulk_number=bulk_number)
    if row is None:
        raise NotFound("There is no such import.")
    return row


def _view(row: Any) -> dict[str, Any]:
    counts = ("rows_total", "rows_done", "created_count", "updated_count", "skipped_count", "refused_count")
    return {
        "bulk_number": int(row["bulk_number"]),
        "kind": row["kind"],
        "status": row["status"],
        "mapping": {row["columns"][int(index)]: field for index, field in row["mapping"].items()},
        **{name: int(row[name] or 0) for name in counts},
        "finished_at": row["finished_at"],
    }
