"""Offers, the codes people get for them, and what comes back: a code is somebody's own, and counts for its campaign.

Those that write expect the caller to have opened a transaction, but for ``values_for``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from typing import Any

import anvil.tables as tables
from anvil.tables import app_tables
from anvil.tables import query as q

from ..server_customers.queries import get_contact_row, name_of
from ..server_customers.timeline_service import tell, untell
from ..server_shared.actors import Actor
from ..server_shared.clock import utc_now
from ..server_shared.config import business_zone, get_config
from ..server_shared.counters import take_numbers
from ..server_shared.errors import Conflict, Invalid, NotFound
from ..server_shared.money import to_major
from .offer_rules import REFUSALS, UNKNOWN, clean_amount, clean_code, clean_offer, new_code, refusal

PREFIX, REDEMPTION_PREFIX = "O-", "OR-"
BATCH = 1000
CODES_SHOWN = 20
WORTH = ("percent", "points", "service")


def list_offers(actor: Actor) -> list[dict[str, Any]]:
    """Every offer in use, the newest first, with ``given``, ``redeemed`` and ``revenue`` counted."""
    rows = app_tables.offers.search(tables.order_by("created_at", ascending=False), archived_at=None)
    return [{**offer_record(row), **_figures(offer=row)} for row in rows]


def get_offer(actor: Actor, offer_id: str) -> dict[str, Any]:
    """One offer with its figures. Raises NotFound."""
    row = offer_row(offer_id)
    return {**offer_record(row), **_figures(offer=row)}


def save_offer(actor: Actor, data: Mapping[str, Any], expected_version: int | None = None) -> str:
    """Make an offer of ``clean_offer``'s fields, or change the one of ``data["offer_id"]``; its id.

    Raises Invalid, NotFound, Conflict.
    """
    columns = clean_offer(data, get_config()["system_currency"])
    now = utc_now()
    if not data.get("offer_id"):
        [number] = take_numbers("offers")
        made = {"offer_id": f"{PREFIX}{number}", "created_by": actor.user, "created_at": now, "version": 1}
        return app_tables.offers.add_row(**columns, **made, updated_at=now)["offer_id"]
    row = offer_row(data["offer_id"])
    if expected_version is not None and row["version"] != expected_version:
        raise Conflict("Somebody else changed this offer in the meantime.", offer_record(row))
    row.update(**columns, version=row["version"] + 1, updated_at=now)
    return row["offer_id"]


def archive_offer(actor: Actor, offer_id: str, *, archived: bool = True) -> None:
    """Withdraw an offer: none of its codes is taken any more; or bring it back. Raises NotFound."""
    row = offer_row(offer_id)
    row.update(archived_at=utc_now() if archived else None, updated_at=utc_now(), version=row["version"] + 1)


def values_for(campaign: Any, contacts: Sequence[Any]) -> dict[str, dict[str, str]]:
    """``{contact_id: {"offer_code": code}}`` for a campaign's row with an offer, each code given once; else empty.

    Opens transactions, a thousand codes at a time, and may run again after it was cut off.
    """
    if campaign["offer"] is None:
        return {}
    batches = (contacts[start : start + BATCH] for start in range(0, len(contacts), BATCH))
    return {contact_id: {"offer_code": code} for batch in batches for contact_id, code in _codes(campaign, batch)}


@tables.in_transaction
def _codes(campaign: Any, contacts: Sequence[Any]) -> list[tuple[str, str]]:
    of_campaign = {"offer": campaign["offer"], "campaign": campaign}
    what = q.fetch_only("code", contact=q.fetch_only("contact_id"))
    there = app_tables.offer_codes.search(what, q.page_size(BATCH), contact=q.any_of(*contacts), **of_campaign)
    known = {row["contact"]["contact_id"]: row["code"] for row in there}
    now = utc_now()
    fresh = {contact["contact_id"]: contact for contact in contacts if contact["contact_id"] not in known}
    given = {contact_id: new_code() for contact_id in fresh}
    app_tables.offer_codes.add_rows(
        [{"code": given[key], "contact": contact, "given_at": now, **of_campaign} for key, contact in fresh.items()]
    )
    return list({**known, **given}.items())


def look_up_code(actor: Actor, code: str, contact_id: str = "") -> dict[str, Any]:
    """What a code stands for: ``code, offer, contact_id, contact_name, uses`` and ``refusal`` with its ``reason``.

    ``contact_id`` is who shows it. Raises NotFound when there is no such code.
    """
    row = _code_row(code)
    contact = row["contact"]
    uses = _count_uses(code=row)
    reason = _refusal(row, uses, contact_id)
    return {
        "code": row["code"],
        "offer": offer_record(row["offer"]),
        "contact_id": contact["contact_id"] if contact else "",
        "contact_name": name_of(contact) if contact else "",
        "uses": uses,
        "reason": reason or "",
        "refusal": REFUSALS.get(reason or "", ""),
    }


def codes_of(actor: Actor, contact_id: str) -> list[dict[str, Any]]:
    """The codes of a contact that can be redeemed now, the newest first, as ``{code, offer_name}``. Raises NotFound."""
    rows = app_tables.offer_codes.search(
        tables.order_by("given_at", ascending=False), q.page_size(CODES_SHOWN), contact=get_contact_row(contact_id)
    )
    found = islice(rows, CODES_SHOWN)
    usable = [row for row in found if not _refusal(row, _count_uses(code=row), "")]
    return [{"code": row["code"], "offer_name": row["offer"]["name"]} for row in usable]


def redeem_code(actor: Actor, code: str, amount: Any = None, contact_id: str = "") -> dict[str, Any]:
    """Redeem a code for a sale of ``amount`` (major units; None: not known); its redemption.

    Raises NotFound, and Invalid with the reason when the code cannot be redeemed.
    """
    row = _code_row(code)
    reason = _refusal(row, _count_uses(code=row), contact_id)
    if reason:
        raise Invalid(REFUSALS[reason])
    currency = get_config()["system_currency"]
    minor = None if amount in (None, "") else clean_amount(amount, currency)
    [number] = take_numbers("offer_redemptions")
    made = app_tables.offer_redemptions.add_row(
        redemption_id=f"{REDEMPTION_PREFIX}{number}",
        **{name: row[name] for name in ("offer", "contact", "campaign")},
        code=row,
        amount_minor=minor,
        currency=currency,
        redeemed_by=actor.user,
        redeemed_at=utc_now(),
    )
    if row["contact"] is not None:
        facts = {"offer": row["offer"]["name"], "offer_id": row["offer"]["offer_id"], "code": row["code"]}
        tell(actor, row["contact"], "offer_redeemed", facts, related_id=made["redemption_id"])
    return {"redemption_id": made["redemption_id"], "offer": offer_record(row["offer"])}


def undo_redemption(actor: Actor, redemption_id: str) -> None:
    """Take back a redemption that was a mistake: the code can be used again. Raises NotFound."""
    row = app_tables.offer_redemptions.get(redemption_id=redemption_id) if redemption_id else None
    if row is None:
        raise NotFound("There is no such redemption.")
    row["undone_at"] = row["undone_at"] or utc_now()
    if row["contact"] is not None:
        untell(row["contact"], "offer_redeemed", redemption_id)


def figures_of_campaign(campaign: Any) -> dict[str, Any]:
    """What came of a campaign's offer: ``offer`` (None without one), ``given``, ``redeemed``, ``revenue``."""
    if campaign["offer"] is None:
        return {"offer": None}
    return {"offer": offer_record(campaign["offer"]), **_figures(campaign=campaign)}


def offer_row(offer_id: str) -> Any:
    """The row of ``O-2``. Raises NotFound."""
    row = app_tables.offers.get(offer_id=offer_id) if offer_id else None
    if row is None:
        raise NotFound("There is no such offer.")
    return row


def offer_record(row: Any) -> dict[str, Any]:
    """An offer's row as a dict, its amount in major units."""
    named = ("offer_id", "name", "kind", *WORTH, "valid_from", "valid_until", "uses_each", "version")
    amount = to_major(row["amount_minor"], row["currency"]) if row["amount_minor"] else None
    is_archived = row["archived_at"] is not None
    return {**{name: row[name] for name in named}, "terms": row["terms"] or "", "amount": amount} | {
        "currency": row["currency"] or get_config()["system_currency"],
        "is_archived": is_archived,
    }


def _code_row(code: str) -> Any:
    typed = clean_code(code)
    row = app_tables.offer_codes.get(code=typed) if typed else None
    if row is None:
        raise NotFound(REFUSALS[UNKNOWN])
    return row


def _refusal(code: Any, uses: int, contact_id: str) -> str | None:
    owner = code["contact"]
    is_others = bool(contact_id) and owner != get_contact_row(contact_id)
    return refusal(code["offer"], utc_now().astimezone(business_zone()).date(), uses, is_others=is_others)


def _count_uses(**about: Any) -> int:
    return len(app_tables.offer_redemptions.search(q.page_size(1), undone_at=None, **about))


def _figures(**about: Any) -> dict[str, Any]:
    given = len(app_tables.offer_codes.search(q.page_size(1), q.fetch_only("code"), **about))
    amounts = list(_amounts(about))
    currency = get_config()["system_currency"]
    return {"given": given, "redeemed": len(amounts), "revenue": to_major(sum(amounts), currency)}


def _amounts(about: Mapping[str, Any]) -> Iterator[int]:
    rows = app_tables.offer_redemptions.search(
        q.fetch_only("amount_minor", "currency"), q.page_size(BATCH), undone_at=None, **about
    )
    return (int(row["amount_minor"] or 0) for row in rows)
