"""What an offer is, its codes, and when one cannot be redeemed. Pure."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from ..server_shared.errors import Invalid
from ..server_shared.money import MAX_MINOR, to_minor
from ..server_shared.validators import clean_named, clean_text, validate_amount, validate_choice, validate_whole

PRICE, POINTS, FREE = "price_reduction", "rewards_increase", "free_service"
KINDS = (PRICE, POINTS, FREE)
MAX_NAME, MAX_SERVICE, MAX_TERMS = 120, 120, 1000
MAX_POINTS, MAX_USES = 1_000_000, 1000
# Without 0, 1, I, L, O and U: nobody mistakes one sign for another on a telephone.
SIGNS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
CODE_LENGTH = 8

UNKNOWN, NOT_YET, EXPIRED = "unknown", "not_yet", "expired"
USED, OTHERS, WITHDRAWN = "used", "others", "withdrawn"
REFUSALS = {
    UNKNOWN: "There is no such code.",
    WITHDRAWN: "This offer was withdrawn.",
    NOT_YET: "This offer has not begun yet.",
    EXPIRED: "This offer has ended.",
    USED: "This code has been used already.",
    OTHERS: "This code was given to somebody else.",
}


def new_code() -> str:
    """A code that nobody can guess: 8 signs, a number among 656 thousand million."""
    return "".join(secrets.choice(SIGNS) for _ in range(CODE_LENGTH))


def clean_code(value: Any) -> str:
    """A code as it is stored, whatever case, spaces or hyphens somebody typed."""
    return "".join(sign for sign in clean_text(value, "code", 60).upper() if sign.isalnum())


def refusal(offer: Mapping[str, Any], today: date, uses: int, *, is_others: bool) -> str | None:
    """Why a code of ``offer``, redeemed ``uses`` times, cannot be redeemed ``today``; None when it can."""
    checks = (
        (is_others, OTHERS),
        (offer["archived_at"] is not None, WITHDRAWN),
        (offer["valid_from"] is not None and today < offer["valid_from"], NOT_YET),
        (offer["valid_until"] is not None and today > offer["valid_until"], EXPIRED),
        (offer["uses_each"] is not None and uses >= offer["uses_each"], USED),
    )
    return next((reason for holds, reason in checks if holds), None)


def clean_offer(raw: Mapping[str, Any], currency: str) -> dict[str, Any]:
    """The columns of an offer. Raises Invalid naming all that is wrong.

    ``kind`` decides what else it needs: a price reduction ``percent`` or ``amount`` (major units), more rewards
    ``points``, a free service ``service``. ``uses_each`` None: as often as a person likes.
    """
    kind = validate_choice(raw.get("kind"), KINDS, "kind")
    cleaners = {
        "name": _name,
        "valid_from": lambda value: _day(value, "valid_from"),
        "valid_until": lambda value: _day(value, "valid_until"),
        "uses_each": lambda value: None if value is None else validate_whole(value, "uses_each", 1, MAX_USES),
        "terms": lambda value: clean_text(value, "terms", MAX_TERMS, lines=True),
    }
    columns = clean_named({**dict.fromkeys(cleaners), **raw}, cleaners)
    first, last = columns["valid_from"], columns["valid_until"]
    if first and last and last < first:
        raise Invalid(fields={"valid_until": "It cannot end before it begins."})
    empty = dict.fromkeys(("percent", "amount_minor", "currency", "points", "service"))
    return {**columns, "kind": kind, **empty, **_worth(kind, raw, currency)}


def _worth(kind: str, raw: Mapping[str, Any], currency: str) -> dict[str, Any]:
    if kind == POINTS:
        return {"points": validate_whole(raw.get("points"), "points", 1, MAX_POINTS)}
    if kind == FREE:
        service = clean_text(raw.get("service"), "service", MAX_SERVICE)
        if not service:
            raise Invalid(fields={"service": "Please say what is free."})
        return {"service": service}
    if raw.get("percent") is not None:
        return {"percent": validate_whole(raw["percent"], "percent", 1, 100)}
    return {"amount_minor": clean_amount(raw.get("amount"), currency), "currency": currency}


def clean_amount(value: Any, currency: str, field: str = "amount") -> int:
    """Minor units of an amount above nothing. Raises Invalid."""
    try:
        minor = to_minor(validate_amount(value, field), currency)
    except Invalid as error:
        raise Invalid(fields={field: error.message}) from error
    if not 0 < minor <= MAX_MINOR:
        raise Invalid(fields={field: "Please give an amount above nothing."})
    return minor


def _name(value: Any) -> str:
    name = clean_text(value, "name", MAX_NAME)
    if not name:
        raise Invalid(fields={"name": "Please give the offer a name."})
    return name


def _day(value: Any, field: str) -> date | None:
    if value in (None, ""):
        return None
    if isinstance(value, datetime):
        return value.date()
    try:
        return value if isinstance(value, date) else date.fromisoformat(value)
    except (TypeError, ValueError) as error:
        raise Invalid(fields={field: "This is not a day."}) from error
