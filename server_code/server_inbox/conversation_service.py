"""Conversations: one for each person who ever wrote, over all channels. Who looks after it, and whether it is done.

Those that change expect the caller to have opened a transaction. ``version`` counts the messages in and out, so that
nobody answers without having seen what went before.
"""

from __future__ import annotations

from datetime import datetime
from itertools import islice
from typing import Any

from anvil.tables import app_tables
from anvil.tables import query as q

from ..server_customers.queries import get_contact_row
from ..server_marketing.task_queries import find_colleague
from ..server_shared.actors import Actor
from ..server_shared.clock import utc_now
from ..server_shared.config import business_zone
from ..server_shared.errors import Invalid, NotFound
from ..server_shared.validators import validate_choice, validate_moment

OPEN, SNOOZED, CLOSED = "open", "snoozed", "closed"
STATES = (OPEN, SNOOZED, CLOSED)
PREVIEW = 140
MOST_WOKEN = 500


def find_conversation(contact: Any) -> Any:
    """The conversation with a contact's row; None with somebody who never wrote."""
    return app_tables.conversations.get(contact=contact)


def get_conversation_row(contact_id: str) -> Any:
    """The conversation with ``C-5``. Raises NotFound."""
    row = find_conversation(get_contact_row(contact_id))
    if row is None:
        raise NotFound("This person has not written to you yet.")
    return row


def hear(contact: Any, channel: str, moment: datetime, text: str) -> Any:
    """Somebody wrote: their conversation, open and unread, whatever it was before."""
    row = find_conversation(contact)
    if row is None:
        row = app_tables.conversations.add_row(contact=contact, unread=0, version=0)
    _follow(row, channel, moment, text, author=None)
    row.update(state=OPEN, snoozed_until=None, unread=int(row["unread"] or 0) + 1)
    return row


def say(row: Any, actor: Actor, channel: str, text: str) -> None:
    """Somebody of the business answered: nothing is unread any more, and it is theirs if it was nobody's."""
    _follow(row, channel, utc_now(), text, author=actor.name)
    row.update(state=OPEN, snoozed_until=None, unread=0, assigned_to=row["assigned_to"] or actor.user)


def note_change(contact: Any) -> None:
    """Let screens that show a contact's thread see that something in it is other now: a file has come, say."""
    row = find_conversation(contact)
    if row is not None:
        row["updated_at"] = utc_now()


def _follow(row: Any, channel: str, moment: datetime, text: str, author: str | None) -> None:
    """Note a message. A late one, which is older than the last, changes no line of the list."""
    is_newest = row["last_at"] is None or moment >= row["last_at"]
    newest = {"last_at": moment, "last_channel": channel, "last_author": author, "preview": _line(text)}
    row.update(version=int(row["version"]) + 1, updated_at=utc_now(), **(newest if is_newest else {}))


def _line(text: str) -> str:
    return " ".join(text.split())[:PREVIEW]


def set_state(actor: Actor, contact_id: str, state: str, until: Any = None) -> None:
    """Close a conversation, open it again, or let it rest ``until`` then. Raises NotFound, Invalid.

    A text without a zone is the business's time. One that was written to while it was closed or asleep is open anyway.
    """
    row = get_conversation_row(contact_id)
    wanted = validate_choice(state, STATES, "state")
    moment = validate_moment(until, business_zone(), "until") if wanted == SNOOZED else None
    if wanted == SNOOZED and (moment is None or moment <= utc_now()):
        raise Invalid("Please choose a time to come.")
    unread = {} if wanted == OPEN else {"unread": 0}
    row.update(state=wanted, snoozed_until=moment, updated_at=utc_now(), **unread)


def assign(actor: Actor, contact_id: str, email: str) -> None:
    """Give a conversation to a colleague, ``""`` for nobody in particular. Raises NotFound, Invalid."""
    colleague = find_colleague(email) if email else None
    if email and colleague is None:
        raise Invalid(fields={"assigned_to": "Nobody who works here has this e-mail address."})
    get_conversation_row(contact_id).update(assigned_to=colleague, updated_at=utc_now())


def mark(actor: Actor, contact_id: str, *, is_read: bool) -> None:
    """Let a conversation be read, or unread again. Raises NotFound."""
    row = get_conversation_row(contact_id)
    if is_read == bool(row["unread"]):
        row.update(unread=0 if is_read else 1, updated_at=utc_now())


def wake() -> int:
    """Open again what has rested long enough; how many."""
    now = utc_now()
    rested = app_tables.conversations.search(state=SNOOZED, snoozed_until=q.less_than_or_equal_to(now))
    rows = list(islice(rested, MOST_WOKEN))
    for row in rows:
        row.update(state=OPEN, snoozed_until=None, unread=max(1, int(row["unread"] or 0)), updated_at=now)
    return len(rows)
