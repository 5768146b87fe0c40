"""The recipients of a campaign: one row for each person and channel, what became of it, and what can still be done.

Those that change expect the caller to have opened a transaction.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from typing import Any

import anvil
import anvil.tables as tables
from anvil.tables import app_tables
from anvil.tables import query as q

from ..server_analytics.message_queries import count_sends
from ..server_customers.import_export import csv_file
from ..server_customers.queries import Order, iterate_contacts, name_of, read_page
from ..server_messaging.gate_service import label_of
from ..server_shared.actors import Actor
from ..server_shared.clock import utc_now
from ..server_shared.config import business_zone
from ..server_shared.errors import Invalid
from ..server_shared.phones import masked
from ..server_shared.validators import validate_choice
from .campaign_queries import campaign_row
from .campaign_rules import CHANNELS, PAUSED, SENDING, SENT
from .campaign_service import go_on
from .recipient_rules import GROUPS, REMOVED, delivery_rate, describe, group_of

PAGE = 50
MOST_FOUND = 500
WAITS_AS = {SENDING: "pending", SENT: "pending", PAUSED: "held"}
MOST_AT_ONCE = 5000
CONTACT = ("contact_id", "first_name", "last_name", "company", "email", "phone")
COLUMNS = (
    "once",
    "send_key",
    "channel",
    "status",
    "reason",
    "error",
    "due_at",
    "sent_at",
    "ended_at",
    "attempts",
    "address",
)
FETCHED = q.fetch_only(*COLUMNS, contact=q.fetch_only(*CONTACT))
# ``once`` names the campaign, the person and the channel, so that the messages of one person stand together.
BY_PERSON = Order("person", "once", (str,), tie="once")


def list_recipients(
    actor: Actor,
    campaign_id: str,
    filters: Mapping[str, Any] | None = None,
    cursor: str | None = None,
    page_size: int = PAGE,
) -> dict[str, Any]:
    """A page of a campaign's recipients, person by person: ``recipients, total, next_cursor, previous_cursor``.

    ``filters`` may name a ``group`` (one of ``GROUPS``), a ``channel`` and a ``search`` for people. Raises NotFound,
    Invalid.
    """
    about = _matching(campaign_row(campaign_id), filters or {})
    page = read_page(app_tables.sends, BY_PERSON, True, cursor, page_size, FETCHED, **about)
    return {"recipients": [_record(row) for row in page.rows], **page.neighbours}


def get_messaging_stats(actor: Actor, campaign_id: str) -> dict[str, Any]:
    """How many messages of a campaign are in each of ``GROUPS``, ``total`` and ``delivery_rate``; and by ``channels``.

    Raises NotFound.
    """
    campaign = campaign_row(campaign_id)
    channels = {channel: _counts(campaign, channel) for channel in campaign["channels"] or ("email",)}
    every = {name: sum(counts[name] for counts in channels.values()) for name in ("total", *GROUPS)}
    rated = {channel: {**counts, "delivery_rate": delivery_rate(counts)} for channel, counts in channels.items()}
    return {**every, "delivery_rate": delivery_rate(every), "channels": rated}


def retry_failed(actor: Actor, campaign_id: str, send_keys: Sequence[str] | None = None) -> int:
    """Let messages that failed wait again, all of them or those of ``send_keys``; how many.

    Only what surely did not arrive: not what is in doubt, bounced, or was left out. A campaign that was through goes
    on; in one that is paused they are held. Raises NotFound, Invalid.
    """
    campaign = campaign_row(campaign_id)
    again = {
        "status": _waiting_in(campaign),
        "attempts": 0,
        "due_at": utc_now(),
        "reason": None,
        "error": None,
        "ended_at": None,
    }
    count = _change(campaign, send_keys, ("failed",), **again, attempted_at=None, ready_at=None)
    if count:
        go_on([campaign])
    return count


def remove_recipients(actor: Actor, campaign_id: str, send_keys: Sequence[str]) -> int:
    """Send no more to some who still wait; how many they were. Raises NotFound, Invalid."""
    given = _keys(send_keys)
    removed = {"status": "cancelled", "reason": REMOVED, "ended_at": utc_now()}
    return _change(campaign_row(campaign_id), given, ("pending", "held"), **removed)


def restore_recipients(actor: Actor, campaign_id: str, send_keys: Sequence[str]) -> int:
    """Let some who were removed wait again, while the campaign goes on; how many. Raises NotFound, Invalid."""
    campaign = campaign_row(campaign_id)
    back = {"status": _waiting_in(campaign), "reason": None, "ended_at": None, "due_at": utc_now(), "ready_at": None}
    count = _change(campaign, _keys(send_keys), ("cancelled",), reason_was=REMOVED, **back)
    if count:
        go_on([campaign])
    return count


def export_recipients(actor: Actor, campaign_id: str, filters: Mapping[str, Any] | None = None) -> anvil.Media:
    """The recipients that ``filters`` find as a CSV file. Raises NotFound, Invalid."""
    campaign, zone = campaign_row(campaign_id), business_zone()
    heads = ["Name", "Contact", "Channel", "Address", "State", "Reason", "Sent", f"Changed ({zone.key})"]
    name = f"{campaign['campaign_id']}-recipients-{utc_now().astimezone(zone):%Y-%m-%d}.csv"
    about = _matching(campaign, filters or {})
    rows = app_tables.sends.search(tables.order_by("once"), q.page_size(1000), FETCHED, **about)
    return csv_file(name, heads, _cells(rows, zone))


def _cells(rows: Any, zone: Any) -> Iterator[list[Any]]:
    for row in rows:
        contact, told = row["contact"], _record(row)
        address = row["address"] or (contact and (contact["email"] if row["channel"] == "email" else contact["phone"]))
        moments = [
            row[name] and row[name].astimezone(zone).strftime("%Y-%m-%d %H:%M") for name in ("sent_at", "ended_at")
        ]
        who = [told["name"], told["contact_id"], row["channel"], address or ""]
        yield [*who, told["state"], told["text"], *(moment or "" for moment in moments)]


def _matching(campaign: Any, filters: Mapping[str, Any]) -> dict[str, Any]:
    """The columns of the messages that ``filters`` find. Raises Invalid."""
    about: dict[str, Any] = {"campaign": campaign}
    if filters.get("group"):
        about["status"] = q.any_of(*GROUPS[validate_choice(filters["group"], tuple(GROUPS), "group")])
    if filters.get("channel"):
        about["channel"] = validate_choice(filters["channel"], CHANNELS, "channel")
    words = filters.get("search") or ""
    if words:
        about["contact"] = q.any_of(*islice(iterate_contacts({"search": words}), MOST_FOUND))
    return about


def _change(
    campaign: Any,
    send_keys: Sequence[str] | None,
    statuses: Sequence[str],
    reason_was: str | None = None,
    **changes: Any,
) -> int:
    about: dict[str, Any] = {} if send_keys is None else {"send_key": q.any_of(*_keys(send_keys))}
    if reason_was:
        about["reason"] = reason_was
    only, page = q.fetch_only("status"), q.page_size(1000)
    found = app_tables.sends.search(only, page, campaign=campaign, status=q.any_of(*statuses), **about)
    rows = list(islice(found, MOST_AT_ONCE))
    with tables.batch_update:
        for row in rows:
            row.update(**changes)
    return len(rows)


def _waiting_in(campaign: Any) -> str:
    """How a message waits in a campaign as it is now. Raises Invalid when it does not go on any more."""
    if campaign["status"] not in WAITS_AS:
        raise Invalid("This campaign does not go on any more.")
    return WAITS_AS[campaign["status"]]


def _keys(send_keys: Sequence[str]) -> list[str]:
    if not send_keys or len(send_keys) > MOST_AT_ONCE or not all(isinstance(key, str) for key in send_keys):
        raise Invalid("Please choose who it is about.")
    return list(send_keys)


def _counts(campaign: Any, channel: str) -> dict[str, int]:
    counts = {name: count_sends(campaign, statuses, channel) for name, statuses in GROUPS.items()}
    return {"total": sum(counts.values()), **counts}


def _record(row: Any) -> dict[str, Any]:
    contact = row["contact"]
    address = row["address"] or ""
    is_phone = row["channel"] != "email"
    known = contact["phone"] if contact and is_phone else contact["email"] if contact else ""
    return {
        "send_key": row["send_key"],
        "contact_id": contact["contact_id"] if contact else "",
        "name": name_of(contact) if contact else "",
        "address": masked(address or known) if is_phone and (address or known) else address or known or "",
        "channel": row["channel"],
        "status": row["status"],
        "group": group_of(row["status"]),
        **describe(row, label_of(row["reason"] or "")),
        "at": row["ended_at"] or row["sent_at"] or (row["due_at"] if row["status"] == "pending" else None),
    }
