"""Merging contacts that are one person: the rows of all go to the one that is kept, and all of it can be undone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import anvil.tables as tables
from anvil.tables import app_tables

from ..server_compliance import joined_consent_service
from ..server_shared.actors import Actor
from ..server_shared.clock import utc_now
from ..server_shared.config import get_config
from ..server_shared.errors import Conflict, Invalid
from . import rules
from .change_records import DONE, MERGE, MERGED, UNDONE, add_change, change_view, get_change_row, merged_into
from .company_service import get_company_row
from .contact_figures import all_figures
from .contact_service import refuse_duplicate_email
from .custom_field_service import custom_fields
from .link_queries import LINKS, Link
from .merge_rules import LINK, given_back, merge_fields, merged_columns
from .merge_rules import kept as as_kept
from .queries import get_contact_row, get_contact_rows, name_of
from .segment_membership import settle
from .timeline_service import add_event
from .views import contact_record

MAX_MERGED = 10


def preview_merge(actor: Actor, kept_id: str, other_ids: list[str], choices: Mapping[str, str]) -> dict[str, Any]:
    """What merging would make: the ``contact`` as it will be, and how many rows of each table ``move``.

    Besides, ``people`` (the kept one first), ``fields`` as ``merge_fields`` has them, ``consents`` as they will hold,
    and ``versions`` to hand to ``merge_contacts``. Raises NotFound, Invalid.
    """
    people = _people(kept_id, other_ids)
    own = custom_fields().values()
    merged = merged_columns(people, choices, own)
    currency = get_config()["system_currency"]
    return {
        "contact": contact_record({**dict(people[0]), **merged}, currency),
        "moves": {link.table: len(link.rows(*people[1:])) for link in LINKS if link.moves},
        "people": [contact_record(person, currency) for person in people],
        "fields": merge_fields(people, own),
        "consents": joined_consent_service.joined_consents(people),
        "versions": {person["contact_id"]: int(person["version"]) for person in people},
    }


def merge_contacts(
    actor: Actor,
    kept_id: str,
    other_ids: list[str],
    choices: Mapping[str, str],
    versions: Mapping[str, int] | None = None,
) -> str:
    """Make ``kept_id`` the one contact; ``choices`` say whose value of a field is kept (``{field: contact id}``).

    The others are archived. Returns the id to undo it by. Needs a transaction. Raises NotFound, Invalid, and Conflict
    when one of them has no longer the version it has in ``versions``.
    """
    people = _people(kept_id, other_ids)
    kept, *others = people
    if versions is not None and any(versions.get(row["contact_id"]) != row["version"] for row in people):
        current = preview_merge(actor, kept_id, other_ids, {})
        raise Conflict("Somebody changed one of these contacts in the meantime.", current)
    columns = merged_columns(people, choices, custom_fields().values())
    change = _record(actor, kept, others, columns)
    joined_consent_service.join_consents(actor, people, change["change_id"])
    change["moved"] = {link.table: _move(link, others, kept) for link in LINKS if link.moves}
    now = utc_now()
    for other in others:
        other.update(archived_at=now, updated_at=now, version=other["version"] + 1)
    after = {**dict(kept), **columns}
    kept.update(**columns, **rules.derived_fields(after), updated_at=now, version=kept["version"] + 1)
    kept.update(**all_figures(kept))
    add_event(actor, kept, "merged", {"contacts": list(other_ids)}, related_id=change["change_id"])
    settle(people, quietly=True)
    return change["change_id"]


def undo_merge(actor: Actor, change_id: str) -> None:
    """Give every contact and every row back what it had; what somebody changed since stays. Needs a transaction.

    Raises NotFound; Conflict when it was undone before or a later merge stands in the way; Duplicate when another
    contact has the e-mail address of one that would come back.
    """
    change = get_change_row(change_id, MERGE)
    kept = change["kept"]
    _refuse_what_stands_in_the_way(change)
    parts = list(app_tables.contact_change_rows.search(change=change))
    others = {part["contact"]["contact_id"]: part["contact"] for part in parts}
    for link in LINKS:
        _move_back(link, kept, others, change["moved"].get(link.table, {}))
    joined_consent_service.part_consents(others, kept, change_id)
    now = utc_now()
    restored = given_back(kept, change["before"], change["value"]["after"])
    if restored.get(LINK):
        restored[LINK] = get_company_row(restored[LINK])
    columns = {**dict(kept), **restored}
    if "email" in restored:
        _refuse_taken_email(restored["email"], kept, others)
    kept.update(**restored, **rules.derived_fields(columns), updated_at=now, version=kept["version"] + 1)
    kept.update(**all_figures(kept))
    for other in others.values():
        refuse_duplicate_email(other["email"], but=other)
        other.update(archived_at=None, updated_at=now, version=other["version"] + 1)
        other.update(**all_figures(other))
    # What the others had is theirs again: nothing of them may stay behind, should one of them be erased.
    change.update(status=UNDONE, undone_at=now, before=None, moved=None, value={"text": change["value"]["text"]})
    for part in parts:
        part.delete()
    settle([kept, *others.values()], quietly=True)


def standing_for(contact: Any) -> Any:
    """The contact that a contact was merged into in the end; itself where it was not."""
    while (kept := merged_into(contact)) is not None:
        contact = kept
    return contact


def get_standing_row(contact_id: str) -> Any:
    """The row to write to for ``C-453``: of the contact that it was merged into in the meantime. Raises NotFound."""
    return standing_for(get_contact_row(contact_id))


def same_person(contact: Any) -> list[Any]:
    """The contact, those merged into it and those it was merged into, however deep."""
    people = [contact]
    for person in people:
        merges = list(app_tables.contact_changes.search(kind=MERGE, kept=person, status=DONE))
        parts = [part for merge in merges for part in app_tables.contact_change_rows.search(change=merge)]
        kept = merged_into(person)
        relatives = [part["contact"] for part in parts] + ([kept] if kept else [])
        people.extend(relative for relative in relatives if relative not in people)
    return people


def _people(kept_id: str, other_ids: list[str]) -> list[Any]:
    are_ids = all(isinstance(contact_id, str) for contact_id in other_ids)
    if not are_ids or not other_ids or kept_id in other_ids or len(set(other_ids)) > MAX_MERGED:
        raise Invalid(f"Please choose one contact to keep and 1 to {MAX_MERGED} others.")
    kept = get_contact_row(kept_id)
    others = {row["contact_id"]: row for row in get_contact_rows(other_ids)}
    people = [kept, *(others[contact_id] for contact_id in dict.fromkeys(other_ids))]
    for person in people:
        into = merged_into(person)
        if into is not None:
            raise Conflict(f"{name_of(person)} was already merged into {name_of(into)} ({into['contact_id']}).", {})
        if person["archived_at"] is not None:
            raise Invalid(f"{name_of(person)} is archived. Please restore the contact first.")
    return people


def _record(actor: Actor, kept: Any, others: Sequence[Any], columns: Mapping[str, Any]) -> Any:
    change = add_change(
        actor,
        MERGE,
        kept=kept,
        value={
            "text": f"{', '.join(other['contact_id'] for other in others)} merged into {kept['contact_id']}",
            "after": {name: as_kept(name, value) for name, value in columns.items()},
        },
        before={name: as_kept(name, kept[name]) for name in columns},
        status=DONE,
        count=len(others),
    )
    app_tables.contact_change_rows.add_rows({"change": change, "contact": other, "outcome": MERGED} for other in others)
    return change


def _refuse_what_stands_in_the_way(change: Any) -> None:
    kept = change["kept"]
    if change["status"] == UNDONE:
        raise Conflict("This merge was undone already.", change_view(change))
    into = merged_into(kept)
    if into is not None:
        text = f"{name_of(kept)} was itself merged into {name_of(into)} since. Please undo that merge first."
        raise Conflict(text, change_view(change))
    later = [
        merge["change_id"]
        for merge in app_tables.contact_changes.search(kind=MERGE, kept=kept, status=DONE)
        if int(merge["change_id"][2:]) > int(change["change_id"][2:])
    ]
    if later:
        text = f"{name_of(kept)} was merged again since ({', '.join(later)}). Please undo that merge first."
        raise Conflict(text, change_view(change))


def _refuse_taken_email(email: str | None, kept: Any, others: Mapping[str, Any]) -> None:
    refuse_duplicate_email(email, but=kept)
    if email and any(other["email"] == email for other in others.values()):
        raise Invalid("Two of these contacts would have one e-mail address. Please change it first.")


def _move(link: Link, others: Sequence[Any], kept: Any) -> dict[str, list[str]]:
    """Give the rows of ``others`` to ``kept``; which were whose: ``{contact id: [row id]}``."""
    moved: dict[str, list[str]] = {}
    taken = [link.mark(row) for row in link.rows(kept)] if link.once or link.is_single else []
    with tables.batch_update:
        for other in others:
            for row in link.rows(other):
                mark = link.mark(row)
                if mark is not None and mark in taken:
                    continue
                taken.append(mark)
                row[link.column] = kept
                moved.setdefault(other["contact_id"], []).append(row.get_id())
    return moved


def _move_back(link: Link, kept: Any, others: Mapping[str, Any], moved: Mapping[str, list[str]]) -> None:
    owner_of = {row_id: contact_id for contact_id, row_ids in moved.items() for row_id in row_ids}
    if not owner_of:
        return
    with tables.batch_update:
        for row in link.rows(kept):
            if row.get_id() in owner_of:
                row[link.column] = others[owner_of[row.get_id()]]
