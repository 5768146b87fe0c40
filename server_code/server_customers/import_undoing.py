"""Takes an import back. Contacts it created go, unless somebody has touched them since; fields it changed get their old
values, unless somebody has changed them since. What stays is marked ``kept``, with the reason.

Each batch is one transaction, and what is done is marked, so it can stop and go on anywhere.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping
from itertools import islice
from typing import Any

import anvil.tables as tables
from anvil.tables import app_tables
from anvil.tables import query as q

from ..server_shared.actors import SYSTEM
from ..server_shared.clock import utc_now
from .company_service import company_columns
from .custom_field_rules import PREFIX
from .custom_field_service import archived_fields, custom_fields
from .import_records import get_import_row, record_fault
from .kept_values import from_json
from .link_queries import LINKS
from .rules import derived_fields
from .segment_membership import settle
from .timeline_service import IMPORT_PREFIX

BATCH_ROWS = 500
NAMING = ("contact_id", "first_name", "last_name", "email", "phone", "company")
# What an import itself brings; rows of any other table are somebody's doing.
OF_IMPORTS = ("contact_events", "contact_import_rows", "consents")
USES = tuple(link for link in LINKS if link.table not in OF_IMPORTS)
COLUMNS = (*NAMING, "address", "status", "tags", "internal_notes", "version")


def undo_import(import_number: int, report: Callable[[dict[str, Any]], None]) -> None:
    """Take back all that is left of the import; ``report`` gets ``{rows_undone}`` after each batch."""
    undone = 0
    try:
        while count := undo_batch(import_number):
            undone += count
            report({"rows_undone": undone})
    except Exception as error:  # whatever stopped it, people must see that it stopped; then it is raised again
        record_fault(import_number, error)
        raise


@tables.in_transaction
def undo_batch(import_number: int) -> int:
    """Take back the rows of the last contacts; how many rows. At the end the import is ``undone``."""
    record = get_import_row(import_number)
    if record["status"] != "undoing":
        return 0
    columns = {**{name: name.replace("_", " ") for name in COLUMNS}, **_own_columns(record)}
    contacts = _last_contacts(record, columns)
    if not contacts:
        record.update(status="undone", undone_at=utc_now(), seconds_left=None)
        return 0
    rows = _rows_by_contact(record, list(contacts.values()))
    lively = _with_other_events(list(contacts.values()), import_number) | _in_use(list(contacts.values()))
    gone = []
    with tables.batch_update:
        for contact_id, contact in contacts.items():
            if _take_back(contact, rows[contact_id], columns, contact_id in lively):
                gone.append(contact)
    if gone:
        app_tables.contact_events.search(contact=q.any_of(*gone)).delete_all_rows()
        with tables.batch_delete:
            for contact in gone:
                contact.delete()
    settle((contact for contact in contacts.values() if contact not in gone), quietly=True)
    return sum(map(len, rows.values()))


def _own_columns(record: Any) -> dict[str, str]:
    """The columns of the own fields that the import filled and that are still there, with their labels."""
    known = {**archived_fields(), **custom_fields()}
    names = set((record["mapping"] or {}).values())
    return {field.column: field.label for key, field in known.items() if PREFIX + key in names}


def _last_contacts(record: Any, columns: Mapping[str, str]) -> dict[str, Any]:
    """The contacts of the last rows not yet taken back, by row id."""
    last = app_tables.contact_import_rows.search(
        tables.order_by("line_number", ascending=False),
        q.page_size(BATCH_ROWS),
        q.fetch_only(contact=q.fetch_only(*columns)),
        import_link=record,
        outcome=q.any_of("created", "updated"),
    )
    return {row["contact"].get_id(): row["contact"] for row in islice(last, BATCH_ROWS)}


def _rows_by_contact(record: Any, contacts: list[Any]) -> dict[str, list[Any]]:
    rows = defaultdict(list)
    found = app_tables.contact_import_rows.search(
        tables.order_by("line_number", ascending=False),
        q.page_size(2 * BATCH_ROWS),
        import_link=record,
        contact=q.any_of(*contacts),
        outcome=q.any_of("created", "updated"),
    )
    for row in found:
        rows[row["contact"].get_id()].append(row)
    return rows


def _with_other_events(contacts: list[Any], import_number: int) -> set[str]:
    events = app_tables.contact_events.search(
        q.page_size(2 * BATCH_ROWS),
        q.fetch_only("contact"),
        contact=q.any_of(*contacts),
        related_id=q.not_(f"{IMPORT_PREFIX}{import_number}"),
    )
    return {event["contact"].get_id() for event in events}


def _in_use(contacts: list[Any]) -> set[str]:
    """Those that other tables name: somebody did something with them that left no event."""
    return {row[link.column].get_id() for link in USES for row in link.rows(*contacts)}


def _take_back(contact: Any, rows: list[Any], columns: Mapping[str, str], lively: bool) -> bool:
    """Undo the rows of one contact, last first; whether the contact itself is to go."""
    untouched = contact["version"] == max(row["after"]["version"] for row in rows)
    created = any(row["outcome"] == "created" for row in rows)
    if created and untouched and not lively:
        for row in rows:
            row.update(outcome="undone", contact=None)
        return True
    values: dict[str, Any] = {}
    for row in rows:
        lost = _restore(contact, row, columns, values)
        if row["outcome"] == "created":
            row.update(outcome="kept", reason="The contact has been used since the import and was kept.")
        elif lost:
            row.update(outcome="kept", reason=f"Changed since the import and kept: {', '.join(lost)}.")
        else:
            row.update(outcome="undone")
    if values:
        if "company" in values:
            values["company_link"] = None
            values.update(company_columns(SYSTEM, [values["company"]]).get(values["company"], {}))
        after = {**{name: contact[name] for name in NAMING}, **values}
        contact.update(**values, **derived_fields(after), version=contact["version"] + 1, updated_at=utc_now())
    return False


def _restore(contact: Any, row: Any, columns: Mapping[str, str], values: dict[str, Any]) -> list[str]:
    """Put the old values of a row into ``values``; the fields that somebody has changed since."""
    lost = []
    for name, imported in (row["after"]["fields"] or {}).items():
        if name not in columns:  # an own field that was removed since
            continue
        current = values.get(name, contact[name])
        if current == from_json(imported):
            values[name] = from_json(row["before"].get(name))
        else:
            lost.append(columns[name])
    return lost
