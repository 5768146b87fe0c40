"""Reads of the inbox: pages of conversations, how many wait, and whether anything changed. Nothing here writes."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import islice
from typing import Any

import anvil.tables as tables
from anvil.tables import app_tables
from anvil.tables import query as q

from ..server_customers.queries import find_by_words, name_of
from ..server_shared.actors import Actor
from ..server_shared.validators import clean_text, validate_choice
from .conversation_service import CLOSED, OPEN, SNOOZED

PAGE = 50
MOST_FOUND = 300
MAX_SEARCH = 100
STAMPED = 20
VIEWS = ("mine", "unassigned", "open", "snoozed", "closed")
COUNTED = VIEWS[:3]
CONTACT_NAME = ("contact_id", "first_name", "last_name", "company", "email", "phone", "archived_at")
COLUMNS = ("state", "snoozed_until", "unread", "last_at", "last_channel", "last_author", "preview", "version")


def list_conversations(actor: Actor, view: str = "open", search: str = "", page: int = 0) -> dict[str, Any]:
    """A page of a view of ``VIEWS``, the last written first: ``conversations, total, page_size, counts``, and the
    ``stamp`` that differs once any of this does.

    ``search`` finds people by name, address or number. ``counts`` are of ``COUNTED``, with ``unread`` of all that is
    open. Raises Invalid.
    """
    words, stamp = clean_text(search, "search", MAX_SEARCH), list_stamp()
    about: dict[str, Any] = _of_view(actor, validate_choice(view, VIEWS, "view"))
    if words:
        about["contact"] = q.any_of(*find_by_words(words, MOST_FOUND))
    newest = tables.order_by("last_at", ascending=False)
    rows = app_tables.conversations.search(newest, q.page_size(PAGE), _fetched(), **about)
    found = list(islice(rows, page * PAGE, (page + 1) * PAGE))
    counts = {name: _count(**_of_view(actor, name)) for name in COUNTED}
    return {
        "conversations": [conversation_record(row) for row in found if row["contact"]["archived_at"] is None],
        "total": len(rows),
        "page_size": PAGE,
        "stamp": stamp,
        "counts": {**counts, "unread": count_unread(actor)},
    }


def count_unread(actor: Actor) -> int:
    """How many open conversations have something that nobody read, and are the actor's or nobody's."""
    mine = {"assigned_to": q.any_of(actor.user, None)}
    return _count(state=OPEN, unread=q.greater_than(0), **mine)


def _count(**columns: Any) -> int:
    return len(app_tables.conversations.search(q.page_size(1), q.fetch_only("state"), **columns))


def list_stamp() -> str:
    """What differs whenever something in the list of conversations does."""
    newest = tables.order_by("updated_at", ascending=False)
    last = next(iter(app_tables.conversations.search(newest, q.page_size(1), q.fetch_only("updated_at"))), None)
    return last["updated_at"].isoformat() if last and last["updated_at"] else ""


def thread_stamp(contact_id: str) -> str:
    """What differs whenever something in the thread with ``C-5`` does; ``""`` where there is none."""
    contact = app_tables.contacts.get(q.fetch_only("contact_id"), contact_id=contact_id)
    row = app_tables.conversations.get(q.fetch_only("updated_at"), contact=contact) if contact is not None else None
    if row is None:
        return ""
    newest = tables.order_by("created_at", ascending=False)
    sends = app_tables.sends.search(newest, q.page_size(STAMPED), q.fetch_only("status"), contact=contact)
    return " ".join([str(row["updated_at"]), *(send["status"] for send in islice(sends, STAMPED))])


def conversation_record(row: Any) -> dict[str, Any]:
    """What a line of the list shows of a conversation."""
    colleague = row["assigned_to"]
    return {
        "contact_id": row["contact"]["contact_id"],
        "name": name_of(row["contact"]),
        "first_name": row["contact"]["first_name"] or "",
        **{name: row[name] for name in ("state", "snoozed_until", "last_at", "last_channel")},
        "last_author": row["last_author"] or "",
        "preview": row["preview"] or "",
        "unread": int(row["unread"] or 0),
        "version": int(row["version"]),
        "assigned_to": colleague["email"] if colleague else None,
        "assigned_name": (colleague["name"] or colleague["email"]) if colleague else "",
    }


def _of_view(actor: Actor, view: str) -> Mapping[str, Any]:
    return {
        "mine": {"state": OPEN, "assigned_to": actor.user},
        "unassigned": {"state": OPEN, "assigned_to": None},
        "open": {"state": OPEN},
        "snoozed": {"state": SNOOZED},
        "closed": {"state": CLOSED},
    }[view]


def _fetched() -> Any:
    people = {"contact": q.fetch_only(*CONTACT_NAME), "assigned_to": q.fetch_only("email", "name")}
    return q.fetch_only(*COLUMNS, **people)
