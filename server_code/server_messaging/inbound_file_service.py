"""Files that people send with what they write: noted with the message, fetched by a job, kept as media.

A row of ``inbound_files`` is ``waiting`` until its provider gave it, then ``kept``; ``refused`` is what is not wanted,
``failed`` what did not come after many tries, or is not there any more.
"""

from __future__ import annotations

import logging
import secrets
import time
from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta
from typing import Any

import anvil
import anvil.tables as tables
from anvil.tables import app_tables
from anvil.tables import query as q

from ..server_inbox import conversation_service
from ..server_shared.actors import Actor
from ..server_shared.clock import utc_now
from ..server_shared.errors import Invalid, NotFound
from .file_fetch_service import FetchFailed
from .inbound_file_rules import FIRST_RETRY, MOST_ATTEMPTS, judged

log = logging.getLogger("mybizz.inbox")

WAITING, KEPT, REFUSED, FAILED = "waiting", "kept", "refused", "failed"
LEASE = timedelta(minutes=5)
ROUND_SECONDS = 50.0
SHOWN = ("file_key", "name", "content_type", "status")

Fetcher = Callable[[str], bytes]
_fetchers: dict[str, Fetcher] = {}


def fetch_with(provider: str, fetcher: Fetcher) -> None:
    """Let ``fetcher(place)`` give the bytes of a file of ``provider``; it raises ``file_fetch_service.FetchFailed``."""
    _fetchers[provider] = fetcher


def expect(message: Any, files: Sequence[Mapping[str, Any]]) -> list[dict[str, str]]:
    """Note the files of a message's row, to be fetched; ``file_key, name`` of each, of those that are not wanted with
    their ``status`` and ``reason``. Needs a transaction.

    A file has ``provider`` and ``place``, where that keeps it, and what there is of ``name, content_type, size``.
    """
    if not files:
        return []
    now = utc_now()
    rows = [
        {
            "file_key": secrets.token_hex(16),
            "message": message,
            "contact": message["contact"],
            **{name: about[name] for name in ("name", "content_type", "size")},
            "provider": file["provider"],
            "place": file["place"],
            "status": REFUSED if about["refusal"] else WAITING,
            "reason": about["refusal"] or None,
            "attempts": 0,
            "due_at": now,
            "received_at": message["received_at"],
        }
        for file, about in zip(files, judged(files), strict=True)
    ]
    app_tables.inbound_files.add_rows(rows)
    why = ("status", "reason")
    return [
        {name: row[name] for name in ("file_key", "name", *(why if row["status"] == REFUSED else ()))} for row in rows
    ]


def files_of(messages: Sequence[Any]) -> dict[str, list[dict[str, Any]]]:
    """The files of messages (rows), by the ids of those rows: ``file_key, name, content_type, size, status, reason``,
    and ``due_at``, when one that did not come is tried again.
    """
    found: dict[str, list[dict[str, Any]]] = {}
    if messages:
        columns = q.fetch_only(*SHOWN, "size", "reason", "due_at", "attempts", message=q.fetch_only("provider_id"))
        rows = app_tables.inbound_files.search(tables.order_by("name"), columns, message=q.any_of(*messages))
        for row in rows:
            found.setdefault(row["message"].get_id(), []).append(_record(row))
    return found


def only_named(message: Any) -> list[dict[str, Any]]:
    """The files of a message's row that came before files were kept, as ``files_of`` tells of them."""
    return [
        {
            "file_key": "",
            **{name: str(file.get(name) or "") for name in ("name", "content_type")},
            "size": int(file.get("size") or 0),
            "status": REFUSED,
            "reason": "Not kept: it came before files were.",
            "due_at": None,
        }
        for file in message["media"] or ()
    ]


def _record(row: Any) -> dict[str, Any]:
    is_tried = row["status"] == WAITING and int(row["attempts"]) > 0 and row["reason"]
    return {
        **{name: row[name] for name in SHOWN},
        "size": int(row["size"] or 0),
        "reason": row["reason"] or "",
        "due_at": row["due_at"] if is_tried else None,
    }


def get_file(actor: Actor, file_key: str) -> anvil.Media:
    """A file that somebody sent. Raises NotFound, and Invalid where it is not kept, with the reason."""
    row = _row(file_key)
    if row["status"] != KEPT:
        raise Invalid(row["reason"] or "This file is still being fetched. Please try again in a minute.")
    return row["file"]


def try_again(actor: Actor, file_key: str) -> None:
    """Have a file that did not come fetched once more. Needs a transaction. Raises NotFound, Invalid."""
    row = _row(file_key)
    if row["status"] != FAILED:
        raise Invalid("Only a file that did not come can be fetched again.")
    row.update(status=WAITING, attempts=0, due_at=utc_now(), reason=None)


def _row(file_key: str) -> Any:
    row = app_tables.inbound_files.get(file_key=file_key) if file_key else None
    if row is None:
        raise NotFound("This file is not there any more.")
    return row


def has_due() -> bool:
    """Whether a file waits to be fetched now."""
    return next(iter(_due()), None) is not None


def _due() -> Any:
    due = {"status": WAITING, "due_at": q.less_than_or_equal_to(utc_now())}
    return app_tables.inbound_files.search(tables.order_by("due_at"), q.page_size(1), **due)


def fetch_due() -> int:
    """Fetch what waits; how many files came. Opens transactions, and asks providers between them."""
    end, fetched = time.monotonic() + ROUND_SECONDS, 0
    while time.monotonic() < end and (row := _claim()) is not None:
        fetched += _fetch(row["file_key"], row["provider"], row["place"])
    return fetched


@tables.in_transaction
def _claim() -> Any:
    """The next file; if this worker dies it is due again after the lease."""
    row = next(iter(_due()), None)
    if row is not None:
        row.update(due_at=utc_now() + LEASE, attempts=int(row["attempts"]) + 1)
    return row


def _fetch(file_key: str, provider: str, place: str) -> bool:
    try:
        if provider not in _fetchers:
            raise FetchFailed(f"Nothing here fetches files of “{provider}”.", is_final=True)
        content = _fetchers[provider](place)
    except FetchFailed as error:
        log.info("A file that somebody sent did not come: %s", error)
        tables.in_transaction(_put_off)(file_key, error)
        return False
    return bool(tables.in_transaction(_store)(file_key, content))


def _put_off(file_key: str, error: FetchFailed) -> None:
    row = app_tables.inbound_files.get(file_key=file_key)
    if row is None:
        return
    attempts = int(row["attempts"])
    status = FAILED if error.is_final or attempts >= MOST_ATTEMPTS else WAITING
    row.update(status=status, reason=str(error), due_at=utc_now() + FIRST_RETRY * 2 ** (attempts - 1))
    conversation_service.note_change(row["contact"])


def _store(file_key: str, content: bytes) -> bool:
    """Keep a file's bytes; False where its person was erased meanwhile."""
    row = app_tables.inbound_files.get(file_key=file_key)
    if row is None:
        return False
    file = anvil.BlobMedia(row["content_type"], content, name=row["name"])
    row.update(status=KEPT, reason=None, size=len(content), file=file, place=None)
    conversation_service.note_change(row["contact"])
    return True
