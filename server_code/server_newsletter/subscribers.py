"""The people of one mailing list: pages of them, a file of them, and those that somebody adds or takes off by hand."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import islice
from typing import Any

import anvil
import anvil.tables as tables
from anvil.tables import app_tables
from anvil.tables import query as q

from ..server_compliance import consent_service
from ..server_customers.import_export import table_file
from ..server_customers.queries import find_by_words, get_contact_row, name_of
from ..server_shared.actors import Actor
from ..server_shared.config import business_zone
from ..server_shared.errors import Invalid
from ..server_shared.validators import clean_text, validate_choice
from . import list_service
from .list_rules import ACTIVE, STATUSES

PAGE = 50
MOST_FOUND = 500

COLUMNS = (
    *("contact_id", "name", "email", "status", "topics", "frequency", "language", "source"),
    *("subscribed_at", "confirmed_at", "ended_at"),
)
LABELS = {name: name.replace("_", " ").capitalize() for name in COLUMNS}


def list_subscribers(list_id: str, status: str = "", words: str = "", page: int = 0) -> dict[str, Any]:
    """A page of ``subscribers``, those that changed last first, and their ``total``. Raises NotFound, Invalid."""
    rows = _search(list_id, status, words)
    start = max(page, 0) * PAGE
    return {"subscribers": [_record(row) for row in rows[start : start + PAGE]], "total": len(rows)}


def export_subscribers(list_id: str, status: str = "", words: str = "") -> anvil.Media:
    """All of them as a CSV file. Raises NotFound, Invalid."""
    zone = business_zone()
    records = (_record(row) for row in _search(list_id, status, words))
    name = list_service.get_list_row(list_id)["slug"]
    return table_file(f"{name}-subscribers", LABELS, records, zone)


def _search(list_id: str, status: str, words: str) -> Any:
    chosen: dict[str, Any] = {"mailing_list": list_service.get_list_row(list_id)}
    if status:
        chosen["status"] = validate_choice(status, STATUSES, "status")
    found = find_by_words(words, MOST_FOUND) if words.strip() else None
    if found is not None:
        chosen["contact"] = q.any_of(*found)
    newest = tables.order_by("updated_at", ascending=False)
    rows = app_tables.list_subscriptions.search(newest, q.page_size(PAGE), **chosen)
    return rows if found != [] else []


def add_subscriber(actor: Actor, list_id: str, contact_id: str, how: Mapping[str, Any]) -> str:
    """Put a contact on a list for them; the status they have then. Needs a transaction.

    ``how["agreed"]``: the person agreed to the list's words, and ``how["note"]`` says when and where. Otherwise they
    are asked by mail, which may happen once (POPIA, section 69). Raises NotFound, Invalid.
    """
    contact, mailing_list = get_contact_row(contact_id), list_service.get_list_row(list_id)
    note = clean_text(how.get("note"), "note", 500, lines=True)
    agreed = how.get("agreed") is True
    if agreed and not note:
        raise Invalid(fields={"note": "Please say when and how the person agreed: this is the proof."})
    row = app_tables.list_subscriptions.get(contact=contact, mailing_list=mailing_list)
    if row is not None and row["status"] == ACTIVE:
        raise Invalid(f"{name_of(contact)} is on this list already.")
    evidence = {"note": note, "by": actor.email} if note else {"by": actor.email}
    if not agreed:
        asked = {"channel": "email", "purpose": mailing_list["purpose"], "state": consent_service.ASKED}
        consent_service.record_consent(actor, contact, {**asked, "evidence": {**evidence, "list": list_id}})
        return list_service.ask(contact, mailing_list, evidence)
    return list_service.subscribe(contact, mailing_list, "person", actor=actor, evidence=evidence, confirmed=True)


def remove_subscriber(actor: Actor, list_id: str, contact_id: str) -> None:
    """Take a contact off a list, since they asked for it. Needs a transaction. Raises NotFound."""
    contact, mailing_list = get_contact_row(contact_id), list_service.get_list_row(list_id)
    list_service.leave(actor, contact, mailing_list, "person", {"by": actor.email})


def recount_list(list_id: str) -> int:
    """Let the contacts of a list that was archived or restored say so; how many. Opens its own transactions."""
    mailing_list = list_service.get_list_row(list_id)
    rows = app_tables.list_subscriptions.search(q.page_size(PAGE), mailing_list=mailing_list, status=ACTIVE)
    contacts = iter([row["contact"] for row in rows])
    count = 0
    for batch in iter(lambda: list(islice(contacts, PAGE)), []):
        tables.in_transaction(list_service.recount)(batch)
        count += len(batch)
    return count


def _record(row: Any) -> dict[str, Any]:
    contact = row["contact"]
    return {
        "contact_id": contact["contact_id"],
        "name": name_of(contact),
        "email": contact["email"] or "",
        "is_archived": contact["archived_at"] is not None,
        "topics": row["topics"] or [],
        **{name: row[name] for name in ("status", "frequency", "language", "source")},
        **{name: row[name] for name in ("subscribed_at", "confirmed_at", "ended_at")},
    }
