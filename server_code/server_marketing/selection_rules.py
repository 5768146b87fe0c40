"""Whom a campaign of messages is for: places, and the steps by which customers were chosen. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from ..server_shared.errors import Invalid
from ..server_shared.validators import clean_text, validate_choice

WHO = ("all", "has_email", "has_phone", "consent")
MAX_STEPS = 40
MAX_IDS = 2000
MAX_PLACES = 200
EVERYBODY = {"select": True, "who": "all", "search": "", "ids": []}
_ID = re.compile(r"[CL]-[1-9][0-9]{0,11}")


def clean_selection(raw: Mapping[str, Any]) -> dict[str, Any]:
    """``{everywhere: bool, places: [id], selection: [step]}``. Raises Invalid.

    ``everywhere`` takes in those who never booked. A step has ``select``, ``who``, ``search`` and ``ids``.
    """
    steps = raw.get("selection") or []
    if not isinstance(steps, list) or len(steps) > MAX_STEPS:
        raise _too_much()
    cleaned = [_step(step) for step in steps]
    if sum(len(step["ids"]) for step in cleaned) > MAX_IDS:
        raise _too_much()
    return {
        "everywhere": raw.get("everywhere") is True,
        "places": _ids(raw.get("places") or [], MAX_PLACES),
        "selection": cleaned,
    }


def names_somebody(audience: Mapping[str, Any]) -> bool:
    """Whether an audience names anybody at all: everybody, segments, a list, or chosen customers."""
    chosen = bool(audience.get("selection")) and bool(audience.get("everywhere") or audience.get("places"))
    return chosen or any(audience.get(name) for name in ("everyone", "segments", "contacts", "list"))


def with_customers(audience: Mapping[str, Any], contact_ids: list[str], *, chosen: bool) -> dict[str, Any]:
    """``audience`` with these customers chosen besides, or no longer. Raises Invalid."""
    step = {"select": chosen, "who": "all", "search": "", "ids": list(contact_ids)}
    return {**audience, **clean_selection({**audience, "selection": [*(audience.get("selection") or []), step]})}


def _step(raw: Any) -> dict[str, Any]:
    given = raw if isinstance(raw, Mapping) else {}
    return {
        "select": given.get("select") is True,
        "who": validate_choice(given.get("who") or "all", WHO, "audience"),
        "search": clean_text(given.get("search"), "audience", 100),
        "ids": _ids(given.get("ids") or [], MAX_IDS),
    }


def _ids(value: Any, most: int) -> list[str]:
    if not isinstance(value, list) or len(value) > most:
        raise _too_much()
    if not all(isinstance(item, str) and _ID.fullmatch(item) for item in value):
        raise Invalid(fields={"audience": "Somebody was chosen who does not exist."})
    return list(dict.fromkeys(value))


def _too_much() -> Invalid:
    text = f"At most {MAX_IDS:,} people can be ticked one by one. Choose all, or those with a telephone, then untick."
    return Invalid(fields={"audience": text})
