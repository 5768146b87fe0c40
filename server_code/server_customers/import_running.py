"""The work of an import, in batches. A batch and its progress are one transaction, so it can stop and go on anywhere.

Two runs of one import at once do no harm either: each batch begins where the record says the last one ended.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

import anvil.tables as tables
from anvil.tables import app_tables
from anvil.tables import query as q

from ..server_shared.actors import SYSTEM, Actor
from ..server_shared.clock import utc_now
from ..server_shared.validators import fold
from .company_service import company_columns
from .contact_service import generate_contact_ids, new_contact_columns
from .import_matching import CREATED, KNOWN_COLUMNS, SKIPPED, UPDATED, AddressBook, Decision, Person
from .import_reader import SourceTable
from .import_records import get_import_row, plan_of, record_fault, table_of
from .import_rules import Candidate, Plan, understand
from .kept_values import to_json
from .labels import remember_labels
from .rules import DERIVED_FROM, derived_fields
from .segment_membership import Segments, active_segments, settle
from .timeline_service import IMPORT_PREFIX

BATCH_ROWS = 500
NOT_STORED = frozenset({"contact_id", "version"})


def run_import(import_number: int, report: Callable[[dict[str, Any]], None]) -> None:
    """Import all rows that are left. ``report`` gets the progress after each batch: ``{rows_done, rows_total}``."""
    try:
        row = _begin(import_number)
        if row is None:
            return
        table = table_of(row)
        plan = plan_of(row["mapping"], row["options"], table.columns)
        actor = replace(SYSTEM, user=row["created_by"], name=_name_of(row["created_by"]))
        began, first = time.monotonic(), int(row["rows_done"])
        done = first
        while done is not None and done < len(table.rows):
            pace = (time.monotonic() - began) / (done - first) if done > first else None
            candidates = [understand(source, plan) for source in table.rows[done : done + BATCH_ROWS]]
            done = import_batch(import_number, done, candidates, plan, actor, pace)
            report({"rows_done": done, "rows_total": len(table.rows)})
        _finish(import_number, table)
    except Exception as error:  # whatever stopped it, people must see that it stopped; then it is raised again
        record_fault(import_number, error)
        raise


def address_book(
    candidates: Sequence[Candidate], plan: Plan, contact_ids: Iterable[str] = (), columns: Iterable[str] = ()
) -> AddressBook:
    """The stored contacts that these rows may speak of, and those of ``contact_ids``, in at most four statements.

    They are read with ``columns`` beside what a decision looks at.
    """
    more = (*plan.own_columns, *columns)
    understood = [candidate.fields for candidate in candidates if not candidate.reason]
    emails = {fields["email"] for fields in understood if fields.get("email")}
    nameless = [fields for fields in understood if not fields.get("email")]
    names = {fold(f"{f.get('last_name', '')} {f.get('first_name', '')}".strip()) for f in nameless} - {""}
    phones = {f["phone"] for f in nameless if f.get("phone") and not (f.get("first_name") or f.get("last_name"))}
    rows: dict[str, Any] = {}
    for column, wanted in (
        *(("email", emails), ("sort_name", names), ("phone", phones)),
        ("contact_id", set(contact_ids)),
    ):
        if wanted:
            found = app_tables.contacts.search(
                tables.order_by("contact_number"),
                q.page_size(1000),
                q.fetch_only(*KNOWN_COLUMNS, *more),
                archived_at=None,
                **{column: q.any_of(*wanted)},
            )
            rows.update({row["contact_id"]: row for row in found})
    return AddressBook(rows.values(), more)


@tables.in_transaction
def import_batch(
    import_number: int, begin: int, candidates: list[Candidate], plan: Plan, actor: Actor, pace: float | None
) -> int | None:
    """Store a batch; where the next one begins, or None when the import is no longer meant to run."""
    record = get_import_row(import_number)
    if record["status"] != "running":
        return None
    if record["rows_done"] != begin:
        return int(record["rows_done"])
    done = begin + len(candidates)
    record.update(rows_done=done)  # before all else: a second run waits here, and then begins where this one ended
    book = address_book(candidates, plan)
    decisions = [book.decide(candidate, plan) for candidate in candidates]
    people = {id(decision.person): decision.person for decision in decisions if decision.person}
    told = {"import_number": import_number}
    store_people(list(people.values()), f"{IMPORT_PREFIX}{import_number}", actor, plan, told)
    _store_decisions(record, decisions)
    outcomes = Counter(decision.outcome for decision in decisions)
    record.update(
        created_count=record["created_count"] + outcomes[CREATED],
        updated_count=record["updated_count"] + outcomes[UPDATED],
        skipped_count=record["skipped_count"] + outcomes[SKIPPED],
        seconds_left=round(pace * (record["rows_total"] - done)) if pace else None,
    )
    return done


def store_people(
    people: list[Person], origin: str, actor: Actor, plan: Plan, told: Mapping[str, Any] | None = None
) -> None:
    """Write new people and what changed of known ones; their "created" events are about ``origin`` and say ``told``."""
    new = [person for person in people if person.row is None]
    changed = [person for person in people if person.row is not None and person.changed]
    written = [person.columns for person in new] + [person.changed for person in changed]
    companies = company_columns(actor, (fields.get("company") for fields in written))
    if new:
        segments = active_segments()
        columns = [
            _settled(new_contact_columns(_stored_fields(person, companies), contact_id, plan.now, actor), segments)
            for person, contact_id in zip(new, generate_contact_ids(len(new)), strict=True)
        ]
        for person, row in zip(new, app_tables.contacts.add_rows(columns), strict=True):
            person.row = row
            person.columns["version"] = 1
        _add_created_events(new, origin, actor, plan, told or {})
    with tables.batch_update:
        for person in changed:
            person.columns["version"] += 1
            derived = derived_fields(person.columns) if DERIVED_FROM & person.changed.keys() else {}
            version = person.columns["version"]
            fields = {**person.changed, **companies.get(person.changed.get("company"), {})}
            person.row.update(**fields, **derived, version=version, updated_at=plan.now)
    touched = new + changed
    remember_labels(
        {tag for person in touched for tag in person.columns["tags"] or ()},
        {person.columns["source"] for person in new},
    )
    settle((person.row for person in changed), quietly=True)


def _settled(columns: dict[str, Any], segments: Segments) -> dict[str, Any]:
    """A new contact's columns with the segments that it belongs in; empty columns left out."""
    known = {**dict.fromkeys(segments.columns), **columns}
    return {name: value for name, value in {**columns, "segments": segments.of(known)}.items() if value is not None}


def _stored_fields(person: Person, companies: Mapping[str, dict[str, Any]]) -> dict[str, Any]:
    fields = {name: value for name, value in person.columns.items() if name not in NOT_STORED}
    return {**fields, **companies.get(person.columns.get("company"), {})}


def _add_created_events(people: list[Person], origin: str, actor: Actor, plan: Plan, told: Mapping[str, Any]) -> None:
    app_tables.contact_events.add_rows(
        {
            "contact": person.row,
            "event_type": "created",
            "event_date": plan.now,
            "event_data": {"source": person.columns["source"], **told},
            "related_id": origin,
            "user_visible": True,
            "author": actor.name,
        }
        for person in people
    )


def _store_decisions(record: Any, decisions: list[Decision]) -> None:
    app_tables.contact_import_rows.add_rows(
        {
            "import_link": record,
            "line_number": decision.candidate.line,
            "outcome": decision.outcome,
            "reason": decision.reason or None,
            "contact": decision.person.row if decision.person and decision.outcome != SKIPPED else None,
            "before": _kept(decision.before),
            "after": {
                "fields": _kept(decision.after),
                "version": decision.person.columns["version"] if decision.person else None,
            },
            "values": decision.candidate.values if decision.outcome == SKIPPED or decision.reason else None,
        }
        for decision in decisions
    )


def _kept(columns: Mapping[str, Any]) -> dict[str, Any]:
    return {name: to_json(value) for name, value in columns.items()}


@tables.in_transaction
def _begin(import_number: int) -> Any:
    row = get_import_row(import_number)
    if row["status"] not in ("queued", "running"):
        return None
    row.update(status="running", started_at=row["started_at"] or utc_now(), error=None)
    return row


@tables.in_transaction
def _finish(import_number: int, table: SourceTable) -> None:
    row = get_import_row(import_number)
    if row["status"] == "running" and row["rows_done"] >= len(table.rows):
        row.update(status="done", finished_at=utc_now(), seconds_left=None)


def _name_of(user: Any) -> str:
    return (user["name"] or user["email"]) if user else SYSTEM.name
