"""Finding contacts that may be one person, and remembering who is not."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import combinations
from typing import Any

from anvil.tables import app_tables
from anvil.tables import query as q

from ..server_shared.actors import Actor
from ..server_shared.clock import utc_now
from ..server_shared.config import get_config
from ..server_shared.errors import Invalid
from . import rules
from .duplicates import Pair, find_pairs, gather, pair_key
from .merge_rules import CHOSEN
from .queries import check_contact_ids, get_contact_rows
from .views import CARD_COLUMNS, contact_card

MAX_GROUPS = 200
MAX_GROUP = 10
COMPARED = ("contact_id", "first_name", "last_name", "email", "phone")


def find_duplicates(actor: Actor) -> dict[str, Any]:
    """Contacts that may be one person, surest first: ``groups`` of ``contacts, reasons, score``, at most 200.

    ``total`` is how many groups there are, ``compared`` how many contacts were looked at. A group has at most ten.
    """
    rows = list(app_tables.contacts.search(q.fetch_only(*COMPARED), q.page_size(5000), archived_at=None))
    compared = [{name: row[name] for name in COMPARED} for row in rows]
    known_to_differ = {row["pair"] for row in app_tables.contact_non_duplicates.search(q.page_size(1000))}
    groups = gather(pair for pair in find_pairs(compared) if pair.key not in known_to_differ)
    shown = groups[:MAX_GROUPS]
    cards = _cards({contact_id for group in shown for contact_id in _members(group)})
    return {
        "groups": [_group(group, cards) for group in shown],
        "total": len(groups),
        "compared": len(rows),
    }


def find_duplicates_of(fields: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The contacts that a new one with these cleaned ``fields`` may be already, at most five."""
    new = {**dict.fromkeys(CHOSEN), **fields, "contact_id": "C-0"}
    words = rules.derived_fields(new)["sort_name"]
    found: dict[str, Any] = {}
    for column, value in (("email", new["email"]), ("phone", new["phone"]), ("sort_name", words)):
        if value:
            for row in app_tables.contacts.search(q.fetch_only(*CARD_COLUMNS), archived_at=None, **{column: value}):
                found[row["contact_id"]] = row
    likely = [pair.second for pair in find_pairs([new, *found.values()]) if pair.first == "C-0"]
    currency = get_config()["system_currency"]
    return [contact_card(found[contact_id], currency) for contact_id in likely[:5]]


def say_they_differ(actor: Actor, contact_ids: list[str]) -> None:
    """Keep these contacts apart from now on. Needs a transaction. Raises Invalid, NotFound."""
    pairs = _pairs(contact_ids)
    get_contact_rows(contact_ids)
    known = {row["pair"] for row in app_tables.contact_non_duplicates.search(pair=q.any_of(*pairs))}
    app_tables.contact_non_duplicates.add_rows(
        {"pair": pair, "said_by": actor.user, "said_at": utc_now()} for pair in pairs if pair not in known
    )


def say_they_may_be_one(actor: Actor, contact_ids: list[str]) -> None:
    """Take back that these contacts differ. Needs a transaction. Raises Invalid."""
    app_tables.contact_non_duplicates.search(pair=q.any_of(*_pairs(contact_ids))).delete_all_rows()


def _pairs(contact_ids: list[str]) -> list[str]:
    wanted = check_contact_ids(contact_ids)
    if not 2 <= len(wanted) <= MAX_GROUP or not all(each[:2] == "C-" and each[2:].isdecimal() for each in wanted):
        raise Invalid(f"Please choose 2 to {MAX_GROUP} contacts.")
    return [pair_key(first, second) for first, second in combinations(wanted, 2)]


def _members(group: list[Pair]) -> list[str]:
    return list(dict.fromkeys(contact_id for pair in group for contact_id in (pair.first, pair.second)))[:MAX_GROUP]


def _cards(contact_ids: set[str]) -> dict[str, dict[str, Any]]:
    found = app_tables.contacts.search(
        q.fetch_only(*CARD_COLUMNS), q.page_size(1000), contact_id=q.any_of(*contact_ids)
    )
    currency = get_config()["system_currency"]
    return {row["contact_id"]: contact_card(row, currency) for row in found} if contact_ids else {}


def _group(group: list[Pair], cards: Mapping[str, dict[str, Any]]) -> dict[str, Any]:
    return {
        "contacts": [cards[contact_id] for contact_id in _members(group)],
        "reasons": sorted({pair.reason for pair in group}),
        "score": max(pair.score for pair in group),
    }
