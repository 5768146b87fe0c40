"""What Twilio still keeps of people who were erased, or of messages grown old: to be deleted there by the worker.

Twilio keeps the words of messages in and out, and the files that came with them, until it is told to delete them
(twilio.com/docs/messaging/api/message-resource, media-resource). A row of ``outside_erasures`` has a message's id there
and nothing of the person; it waits until Twilio has said that nothing is left.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta
from itertools import islice
from typing import Any

import anvil.tables as tables
from anvil.tables import app_tables
from anvil.tables import query as q

from ..server_shared.clock import utc_now
from .opt_out_service import CHANNELS

PROVIDER = "twilio"
WAITING, DONE = "waiting", "done"
MOST_TAKEN = 50
LEASE, FIRST_RETRY, LONGEST_RETRY = timedelta(minutes=10), timedelta(minutes=1), timedelta(hours=6)
MAX_ERROR = 300
_TWILIO_ID = re.compile(r"(SM|MM)[0-9a-f]{32}")


def ids_of(contact: Any) -> list[str]:
    """What Twilio calls the messages to and from a contact."""
    by_phone = {"contact": contact, "channel": q.any_of(*CHANNELS), "provider_id": q.not_(None)}
    written = app_tables.inbound_messages.search(q.fetch_only("provider_id"), **by_phone)
    sent = app_tables.sends.search(q.fetch_only("provider_id", "past_ids"), **by_phone)
    return _known_there([*(row["provider_id"] for row in written), *_ids_of_tries(sent)])


def _ids_of_tries(sends: Iterable[Any]) -> list[str | None]:
    """What Twilio calls each try of some messages."""
    return [each for row in sends for each in (row["provider_id"], *(row["past_ids"] or ()))]


def _known_there(ids: Iterable[str | None]) -> list[str]:
    return [each for each in dict.fromkeys(ids) if _TWILIO_ID.fullmatch(each or "")]


def ask_for_person(contact: Any) -> None:
    """Have everything deleted that Twilio keeps of a contact, who is being erased. Needs a transaction."""
    _ask(ids_of(contact), int(contact["contact_number"]))


def ask_for_old(rows: Sequence[Any]) -> None:
    """Have what people wrote (rows with ``provider_id``) deleted at Twilio once it is too old. Needs a transaction."""
    _ask(_known_there(row["provider_id"] for row in rows), None)


def ask_for_old_answers(sends: Sequence[Any]) -> None:
    """The same of what was sent (rows with ``provider_id`` and ``past_ids``), every try of it. Needs a transaction."""
    _ask(_known_there(_ids_of_tries(sends)), None)


def _ask(ids: Sequence[str], contact_number: int | None) -> None:
    if not ids:
        return
    known = {row["provider_id"] for row in app_tables.outside_erasures.search(provider_id=q.any_of(*ids))}
    now = utc_now()
    columns = {"provider": PROVIDER, "contact_number": contact_number, "status": WAITING, "attempts": 0, "due_at": now}
    app_tables.outside_erasures.add_rows(
        [{**columns, "provider_id": each, "asked_at": now} for each in dict.fromkeys(ids) if each not in known]
    )


def take() -> list[str]:
    """The ids of messages to delete now, given out again unless ``settle`` hears of them. Needs a transaction."""
    now = utc_now()
    due = {"status": WAITING, "due_at": q.less_than_or_equal_to(now)}
    search = app_tables.outside_erasures.search(tables.order_by("due_at"), q.page_size(MOST_TAKEN), **due)
    rows = list(islice(search, MOST_TAKEN))
    with tables.batch_update:
        for row in rows:
            row.update(due_at=now + LEASE, attempts=int(row["attempts"]) + 1)
    return [row["provider_id"] for row in rows]


def settle(outcomes: Sequence[Mapping[str, str]]) -> None:
    """Note what became of messages, ``provider_id`` and ``error`` (``""`` where nothing is left). In a transaction."""
    now, errors = utc_now(), {each["provider_id"]: each["error"] for each in outcomes}
    rows = app_tables.outside_erasures.search(provider_id=q.any_of(*errors), status=WAITING) if errors else ()
    with tables.batch_update:
        for row in list(rows):
            error = errors[row["provider_id"]]
            pause = min(FIRST_RETRY * 2 ** min(int(row["attempts"]), 10), LONGEST_RETRY)
            if error:
                row.update(error=error[:MAX_ERROR], due_at=now + pause)
            else:
                row.update(status=DONE, error=None, done_at=now)


def progress_of(contact_number: int) -> dict[str, Any]:
    """How many messages of an erased person are ``done`` and ``waiting`` at Twilio, and an ``error`` or ``""``."""
    rows = list(app_tables.outside_erasures.search(q.fetch_only("status", "error"), contact_number=contact_number))
    waiting = [row for row in rows if row["status"] == WAITING]
    error = next((row["error"] for row in waiting if row["error"]), "")
    return {"done": len(rows) - len(waiting), "waiting": len(waiting), "error": error}
