"""The mailing lists themselves: made, changed, archived. Those that write need a transaction."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any

import anvil.server
import anvil.tables as tables
from anvil.tables import app_tables
from anvil.tables import query as q

from ..server_messaging import settings_service
from ..server_shared.actors import Actor
from ..server_shared.clock import utc_now
from ..server_shared.counters import take_numbers
from ..server_shared.errors import Conflict, Duplicate, Invalid
from ..server_shared.validators import fold, slug_of
from . import list_mails
from .list_rules import ACTIVE, DEFAULT_CONSENT, PENDING, clean_list
from .list_service import get_list_row

PREFIX = "ML-"
MAX_LISTS = 50
NAMED = ("list_id", "name", "slug", "description", "purpose", "consent_text", "is_public", "double_opt_in")
WELCOME = ("welcome_subject", "welcome_text")
FRESH: dict[str, Any] = {
    "description": "",
    "purpose": "newsletter",
    "topics": [],
    "is_public": True,
    "double_opt_in": True,
    **dict.fromkeys(WELCOME, ""),
}


def list_lists(actor: Actor, archived: bool = False) -> list[dict[str, Any]]:
    """Every list in use (or archived), by name, with how many are on it and how many have not confirmed yet."""
    gone = q.not_(None) if archived else None
    rows = list(app_tables.mailing_lists.search(tables.order_by("name"), archived_at=gone))
    counts = {status: _count(rows, status) for status in (ACTIVE, PENDING)}
    return [
        {**list_record(row), **{status: counts[status][row["list_id"]] for status in (ACTIVE, PENDING)}} for row in rows
    ]


def _count(rows: list[Any], status: str) -> Counter[str]:
    def number(row: Any) -> int:
        one = (q.page_size(1), q.fetch_only("status"))
        return len(app_tables.list_subscriptions.search(*one, mailing_list=row, status=status))

    return Counter({row["list_id"]: number(row) for row in rows})


def get_list(actor: Actor, list_id: str) -> dict[str, Any]:
    """One list, with its words, and whether mail can go out at all (``has_sender``). Raises NotFound."""
    return {**list_record(get_list_row(list_id)), "has_sender": bool(settings_service.sender_address())}


def create_list(actor: Actor, list_data: Mapping[str, Any]) -> str:
    """Make a list of ``list_data``; its id. Raises Invalid, Duplicate."""
    if len(app_tables.mailing_lists.search(archived_at=None)) >= MAX_LISTS:
        raise Invalid(f"There can be at most {MAX_LISTS} lists. Please archive one first.")
    columns = _complete(clean_list({**FRESH, "name": "", **list_data}))
    [number] = take_numbers("mailing_lists")
    row = app_tables.mailing_lists.add_row(
        list_id=f"{PREFIX}{number}",
        version=1,
        created_by=actor.user,
        created_at=utc_now(),
        updated_at=utc_now(),
        archived_at=None,
        **columns,
    )
    list_mails.write_mails(row)
    return str(row["list_id"])


def update_list(actor: Actor, list_id: str, changes: Mapping[str, Any], expected_version: int) -> dict[str, Any]:
    """Change a list; as it is then. New words of consent hold for whoever agrees from now on.

    Raises NotFound, Invalid, Duplicate, and Conflict when ``expected_version`` is no longer the current one.
    """
    row = get_list_row(list_id)
    if row["version"] != expected_version:
        raise Conflict("Somebody else changed this list in the meantime.", list_record(row))
    given = clean_list(changes)
    if given.get("purpose", row["purpose"]) != row["purpose"] and len(_subscriptions(row)):
        raise Invalid(fields={"purpose": "People agreed to what this list is for. Please make another list."})
    before = {name: row[name] for name in (*NAMED[1:], "topics", *WELCOME)}
    row.update(**_complete({**before, **given}, but=row), version=row["version"] + 1, updated_at=utc_now())
    list_mails.write_mails(row)
    return list_record(row)


def archive_list(actor: Actor, list_id: str, *, archived: bool = True) -> None:
    """Take a list out of use, with all who are on it, or bring it back. ``recount_list`` must follow.

    Raises NotFound, Duplicate.
    """
    row = get_list_row(list_id)
    if not archived:
        _refuse_taken(row["name"], row["slug"], row)
    row.update(archived_at=utc_now() if archived else None, updated_at=utc_now(), version=row["version"] + 1)


def list_record(row: Any) -> dict[str, Any]:
    """A list's row as a dict, with the ``address`` of its page."""
    return {
        **{name: row[name] for name in (*NAMED, *WELCOME)},
        "topics": row["topics"] or [],
        "version": int(row["version"]),
        "address": f"{anvil.server.get_app_origin()}/newsletter/{row['slug']}" if row["is_public"] else "",
        "is_archived": row["archived_at"] is not None,
    }


def _complete(columns: dict[str, Any], but: Any = None) -> dict[str, Any]:
    """The columns with what follows from the name where nothing was given. Raises Invalid, Duplicate."""
    slug = columns.get("slug") or slug_of(columns["name"]) or "news"
    _refuse_taken(columns["name"], slug, but)
    consent = columns.get("consent_text") or DEFAULT_CONSENT.format(name=columns["name"])
    return {**columns, "slug": slug, "consent_text": consent, "topics": columns["topics"] or None}


def _refuse_taken(name: str, slug: str, but: Any) -> None:
    for row in app_tables.mailing_lists.search():
        if row != but and row["archived_at"] is None and fold(row["name"]) == fold(name):
            raise Duplicate("There is already a list with this name.", fields={"name": "This name is taken."})
        if row != but and row["slug"] == slug:
            raise Duplicate("Another list has this address.", fields={"slug": "Another list has this address."})


def _subscriptions(row: Any) -> Any:
    return app_tables.list_subscriptions.search(q.page_size(1), mailing_list=row)
