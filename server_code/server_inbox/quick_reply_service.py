"""Quick replies: words that are often needed, with tokens for who is answered."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from anvil.tables import app_tables

from ..server_customers.queries import get_contact_row
from ..server_messaging import message_service
from ..server_shared.actors import Actor
from ..server_shared.clock import utc_now
from ..server_shared.counters import take_numbers
from ..server_shared.errors import Conflict, Invalid, NotFound
from ..server_shared.validators import clean_text

PREFIX = "Q-"
MAX_TITLE, MAX_TEXT, MOST = 60, 1500, 200


def list_quick_replies(actor: Actor, contact_id: str = "") -> list[dict[str, Any]]:
    """All of them by title: ``reply_id, title, text, version``, and ``filled``, as it reads for a contact."""
    contact = get_contact_row(contact_id) if contact_id else None
    records = []
    for row in app_tables.quick_replies.search():
        record = {name: row[name] for name in ("reply_id", "title", "text", "version")}
        records.append({**record, "filled": _filled(row["text"], contact)})
    return sorted(records, key=lambda record: record["title"].lower())


def save_quick_reply(actor: Actor, title: str, text: str, reply_id: str = "", version: int | None = None) -> str:
    """Make one, or change ``Q-3``; its id. Needs a transaction. Raises Invalid, NotFound, Conflict."""
    columns = {"title": clean_text(title, "title", MAX_TITLE), "text": clean_text(text, "text", MAX_TEXT, lines=True)}
    missing = {name: "Please fill this in." for name, value in columns.items() if not value}
    unknown = message_service.unknown_tokens(columns["text"])
    if unknown:
        missing["text"] = f"Nobody can fill in “{unknown[0]}”."
    if missing:
        raise Invalid(fields=missing)
    if reply_id:
        return _change(_row(reply_id), version, columns)
    if len(app_tables.quick_replies.search()) >= MOST:
        raise Invalid(f"There are {MOST} quick replies already. Please remove some first.")
    [number] = take_numbers("quick_replies")
    made = app_tables.quick_replies.add_row(reply_id=f"{PREFIX}{number}", version=1, updated_at=utc_now(), **columns)
    return made["reply_id"]


def remove_quick_reply(actor: Actor, reply_id: str) -> dict[str, str]:
    """Remove one; its ``title`` and ``text``, so that it can be made again. Needs a transaction. Raises NotFound."""
    row = _row(reply_id)
    was = {"title": row["title"], "text": row["text"]}
    row.delete()
    return was


def _change(row: Any, version: int | None, columns: Mapping[str, str]) -> str:
    if version is not None and row["version"] != version:
        current = {name: row[name] for name in ("reply_id", "title", "text", "version")}
        raise Conflict("Somebody else changed this quick reply in the meantime.", current)
    row.update(**columns, version=row["version"] + 1, updated_at=utc_now())
    return row["reply_id"]


def _row(reply_id: str) -> Any:
    row = app_tables.quick_replies.get(reply_id=reply_id)
    if row is None:
        raise NotFound("This quick reply is not there any more.")
    return row


def _filled(text: str, contact: Any) -> str:
    """The words for one person; as they are where something of that person is not known, for whoever answers to see."""
    if contact is None:
        return text
    try:
        return message_service.fill_for(text, contact)
    except Invalid:
        return text
