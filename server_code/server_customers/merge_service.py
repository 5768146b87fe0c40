"""Merging contacts that are one person: the rows of all go to the one that is kept, and all of it can be undone."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import anvil.tables as tables
from anvil.tables import app_tables
from anvil.tables import query as q

from ..server_shared.actors import Actor
from ..server_shared.clock import utc_now
from ..server_shared.config import get_config
from ..server_shared.counters import take_numbers
from ..server_shared.errors import Invalid, NotFound
from . import rules
from .contact_figures import all_figures
from .custom_field_service import custom_fields
from .duplicates import find_pairs, gather, pair_key
from .kept_values import from_json, to_json
from .link_queries import LINKS
from .queries import get_contact_row, get_contact_rows
from .segment_membership import settle
from .timeline_service import add_event
from .views import CARD_COLUMNS, contact_card, contact_record

PREFIX = "M-"
MERGE = "merge"
MAX_MERGED = 10
MAX_GROUPS = 200
CHOSEN = ("first_name", "last_name", "email", "phone", "company", "address", "status", "source")
EARLIEST = ("date_added", "created_at")
LATEST = ("last_contact_date",)


def find_duplicates(actor: Actor) -> list[dict[str, Any]]:
    """Groups of contacts that may be one person, surest first: ``contacts``, ``reasons`` and ``score``; at most 200."""
    rows = {row["contact_id"]: row for row in app_tables.contacts.search(*_card_query(), archived_at=None)}
    known_to_differ = {row["pair"] for row in app_tables.contact_non_duplicates.search()}
    pairs = [pair for pair in find_pairs(list(rows.values())) if pair.key not in known_to_differ]
    currency = get_config()["system_currency"]
    groups = []
    for group in gather(pairs)[:MAX_GROUPS]:
        ids = dict.fromkeys(contact_id for pair in group for contact_id in (pair.first, pair.second))
        groups.append(
            {
                "contacts": [contact_card(rows[contact_id], currency) for contact_id in ids],
                "reasons": sorted({pair.reason for pair in group}),
                "score": max(pair.score for pair in group),
            }
        )
    return groups


def find_duplicates_of(fields: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The contacts that a new one with these cleaned ``fields`` may be already, at most five."""
    new = {**dict.fromkeys(CHOSEN), **fields, "contact_id": "C-0"}
    words = rules.derived_fields(new)["sort_name"]
    found: dict[str, Any] = {}
    for column, value in (("email", new["email"]), ("phone", new["phone"]), ("sort_name", words)):
        if value:
            for row in app_tables.contacts.search(*_card_query(), archived_at=None, **{column: value}):
                found[row["contact_id"]] = row
    pairs = find_pairs([new, *found.values()])
    currency = get_config()["system_currency"]
    likely = [pair.second for pair in pairs if pair.first == "C-0"]
    return [contact_card(found[contact_id], currency) for contact_id in likely[:5]]


def say_they_differ(actor: Actor, first: str, second: str) -> None:
    """Keep two contacts out of the finder from now on. Needs a transaction. Raises NotFound."""
    get_contact_rows([first, second])
    key = pair_key(first, second)
    if app_tables.contact_non_duplicates.get(pair=key) is None:
        app_tables.contact_non_duplicates.add_row(pair=key, said_by=actor.user, said_at=utc_now())


def preview_merge(actor: Actor, kept_id: str, other_ids: list[str], choices: Mapping[str, str]) -> dict[str, Any]:
    """What merging would make: the ``contact`` as it will be, and how many rows of each table ``move``."""
    kept, others = _people(kept_id, other_ids)
    merged = _merged_columns(kept, others, choices)
    currency = get_config()["system_currency"]
    moves = {link.table: len(link.rows(*others)) for link in LINKS if link.moves}
    return {"contact": contact_record({**dict(kept), **merged}, currency), "moves": moves}


def merge_contacts(actor: Actor, kept_id: str, other_ids: list[str], choices: Mapping[str, str]) -> str:
    """Make ``kept_id`` the one contact; ``choices`` say whose value of a field is kept (``{field: contact id}``).

    The others are archived. Returns the id to undo it by. Needs a transaction. Raises NotFound, Invalid.
    """
    kept, others = _people(kept_id, other_ids)
    columns = _merged_columns(kept, others, choices)
    before = {name: to_json(kept[name]) for name in columns}
    now = utc_now()
    moved = {link.table: _move(link, others, kept) for link in LINKS if link.moves}
    for other in others:
        other.update(archived_at=now, updated_at=now, version=other["version"] + 1)
    after = {**dict(kept), **columns}
    kept.update(**columns, **rules.derived_fields(after), updated_at=now, version=kept["version"] + 1)
    kept.update(**all_figures(kept))
    change_id = f"{PREFIX}{take_numbers('contact_changes')[0]}"
    app_tables.contact_changes.add_row(
        change_id=change_id,
        kind=MERGE,
        kept=kept,
        value={"after": {name: to_json(value) for name, value in columns.items()}, "others": other_ids},
        before=before,
        moved=moved,
        count=len(others),
        made_by=actor.user,
        made_at=now,
    )
    add_event(actor, kept, "merged", {"contacts": other_ids}, related_id=change_id)
    settle([kept, *others])
    return change_id


def undo_merge(actor: Actor, change_id: str) -> None:
    """Give every contact and every row back what it had; what somebody changed since stays. Needs a transaction."""
    change = app_tables.contact_changes.get(change_id=change_id, kind=MERGE)
    if change is None or change["undone_at"] is not None:
        raise NotFound("There is no such merge to undo.")
    kept = change["kept"]
    others = {row["contact_id"]: row for row in get_contact_rows(change["value"]["others"])}
    for link in LINKS:
        _move_back(link, kept, others, change["moved"].get(link.table, {}))
    now = utc_now()
    for other in others.values():
        other.update(archived_at=None, updated_at=now, version=other["version"] + 1)
        other.update(**all_figures(other))
    after = change["value"]["after"]
    restored = {
        name: from_json(value) for name, value in change["before"].items() if to_json(kept[name]) == after[name]
    }
    columns = {**dict(kept), **restored}
    kept.update(**restored, **rules.derived_fields(columns), updated_at=now, version=kept["version"] + 1)
    kept.update(**all_figures(kept))
    change["undone_at"] = now
    settle([kept, *others.values()])


def same_person(contact: Any) -> list[Any]:
    """The contact and those merged into it, however deep."""
    people = [contact]
    for person in people:
        for merge in app_tables.contact_changes.search(kind=MERGE, kept=person, undone_at=None):
            people.extend(app_tables.contacts.search(contact_id=q.any_of(*merge["value"]["others"])))
    return people


def _people(kept_id: str, other_ids: list[str]) -> tuple[Any, list[Any]]:
    are_ids = all(isinstance(contact_id, str) for contact_id in other_ids)
    if not are_ids or not other_ids or kept_id in other_ids or len(set(other_ids)) > MAX_MERGED:
        raise Invalid(f"Please choose one contact to keep and 1 to {MAX_MERGED} others.")
    kept = get_contact_row(kept_id)
    others = get_contact_rows(other_ids)
    if any(row["archived_at"] is not None for row in (kept, *others)):
        raise Invalid("Archived contacts cannot be merged. Please restore them first.")
    return kept, others


def _merged_columns(kept: Any, others: list[Any], choices: Mapping[str, str]) -> dict[str, Any]:
    """The columns of the merged contact that are not counted: chosen, or the first that is not empty; lists joined."""
    everybody = {row["contact_id"]: row for row in (kept, *others)}
    own = [field.column for field in custom_fields().values()]
    columns: dict[str, Any] = {}
    for name in (*CHOSEN, "company_link", *own):
        chosen = choices.get("company" if name == "company_link" else name)
        if chosen is not None and chosen not in everybody:
            raise Invalid("A value can be taken only from the contacts that are merged.")
        order = [everybody[chosen]] if chosen else everybody.values()
        columns[name] = next((row[name] for row in order if row[name] not in (None, "", [])), None)
    if choices.get("status") is None and any(row["status"] == "customer" for row in everybody.values()):
        columns["status"] = "customer"
    columns["tags"] = list(dict.fromkeys(tag for row in everybody.values() for tag in row["tags"] or ())) or None
    columns["segments"] = sorted({name for row in everybody.values() for name in row["segments"] or ()}) or None
    notes = [row["internal_notes"] for row in everybody.values() if row["internal_notes"]]
    columns["internal_notes"] = "\n\n".join(dict.fromkeys(notes)) or None
    for names, pick in ((EARLIEST, min), (LATEST, max)):
        for name in names:
            columns[name] = pick((row[name] for row in everybody.values() if row[name]), default=None)
    columns["preferences"] = {
        key: value for row in reversed(everybody.values()) for key, value in (row["preferences"] or {}).items()
    }
    return columns


def _move(link: Any, others: list[Any], kept: Any) -> dict[str, list[str]]:
    """Give the rows of ``others`` to ``kept``; which were whose: ``{contact id: [row id]}``."""
    moved: dict[str, list[str]] = {}
    with tables.batch_update:
        for other in others:
            for row in link.rows(other):
                row[link.column] = kept
                moved.setdefault(other["contact_id"], []).append(row.get_id())
    return moved


def _move_back(link: Any, kept: Any, others: Mapping[str, Any], moved: Mapping[str, list[str]]) -> None:
    owner_of = {row_id: contact_id for contact_id, row_ids in moved.items() for row_id in row_ids}
    if not owner_of:
        return
    with tables.batch_update:
        for row in link.rows(kept):
            if row.get_id() in owner_of:
                row[link.column] = others[owner_of[row.get_id()]]


def _card_query() -> tuple[Any, ...]:
    return q.fetch_only(*CARD_COLUMNS), q.page_size(5000)
