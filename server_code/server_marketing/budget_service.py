"""What a campaign may cost, what it has cost so far, and its end when the money is spent."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from anvil.tables import query as q

from ..server_analytics.message_queries import WAITING, WENT, count_sends
from ..server_messaging import cost_service, settings_service
from ..server_shared.config import get_config
from ..server_shared.errors import Invalid
from ..server_shared.money import to_major, to_minor
from ..server_shared.validators import validate_choice
from .campaign_rules import channels_of

AT_LIMIT = ("warn", "stop")
# From this share on, the screens warn.
NEAR = Decimal("0.8")
SPENT = "Paused: the budget is spent. Raise it, or leave it at that."


def clean_budget(raw: Any) -> dict[str, Any]:
    """``amount_minor`` (0 for none) and ``at_limit`` of what a person typed as ``amount``. Raises Invalid."""
    given = raw if isinstance(raw, Mapping) else {}
    amount = given.get("amount")
    minor = to_minor(amount, get_config()["system_currency"]) if amount not in (None, "") else 0
    if minor < 0:
        raise Invalid(fields={"amount": "A budget is not less than nothing."})
    return {"amount_minor": minor, "at_limit": validate_choice(given.get("at_limit") or "warn", AT_LIMIT, "at_limit")}


def budget_of(campaign: Any) -> dict[str, Any]:
    """``amount`` (None for none), ``spent`` and ``expected`` in major units, ``at_limit``, ``is_near``, ``is_over``.

    ``channels`` tells ``{channel, count, cost}`` of each that something was sent through; ``expected`` is what it comes
    to once all that waits has gone, by what messages of its channel cost so far.
    """
    currency, kept = get_config()["system_currency"], _kept(campaign)
    by_channel = _spent(campaign)
    spent = _total(by_channel)
    amount = kept["amount_minor"]
    return {
        "amount": to_major(amount, currency) if amount else None,
        "spent": to_major(_rounded(spent), currency),
        "expected": to_major(_rounded(spent + _waiting(campaign, by_channel)), currency),
        "at_limit": kept["at_limit"],
        "is_near": bool(amount) and spent >= amount * NEAR,
        "is_over": bool(amount) and spent >= amount,
        "channels": [
            {"channel": each.channel, "count": each.count, "cost": to_major(_rounded(each.cost), currency)}
            for each in by_channel
            if each.count
        ],
    }


def is_strict(campaign: Any) -> bool:
    """Whether a campaign must not cost more than its budget."""
    kept = _kept(campaign)
    return bool(kept["amount_minor"]) and kept["at_limit"] == "stop"


def beyond(campaign: Any, claimed: Sequence[Any]) -> list[Any]:
    """Those of ``claimed`` (rows of the outbox, the last first) that a strict budget does not reach.

    What other workers have in their hands is as good as spent.
    """
    unit = to_minor(1, get_config()["system_currency"])
    over = _total(_spent(campaign, (*WENT, "sending", "unknown"))) - _kept(campaign)["amount_minor"]
    rows = []
    for row in reversed(claimed):
        if over <= 0:
            break
        rows.append(row)
        over -= cost_service.cost_of_row(row) * unit
    return rows


def stops(campaign: Any) -> str | None:
    """Why a campaign must not go on, where its money is spent and it is to stop then."""
    if not is_strict(campaign) or _total(_spent(campaign)) < _kept(campaign)["amount_minor"]:
        return None
    return SPENT


def _kept(campaign: Any) -> dict[str, Any]:
    return {"amount_minor": 0, "at_limit": "warn", **((campaign["settings"] or {}).get("budget") or {})}


@dataclass(frozen=True, slots=True)
class _Spent:
    """How many messages went through a channel, and what they cost, in minor units."""

    channel: str
    count: int
    cost: Decimal


def _spent(campaign: Any, statuses: Sequence[str] = WENT) -> list[_Spent]:
    """What went so far has cost, by channel."""
    unit, spent = to_minor(1, get_config()["system_currency"]), []
    for channel in channels_of(campaign):
        count, major = cost_service.spent_on(channel, campaign=campaign, status=q.any_of(*statuses))
        spent.append(_Spent(channel, count, major * unit))
    return spent


def _total(spent: Sequence[_Spent]) -> Decimal:
    return sum((each.cost for each in spent), Decimal(0))


def _waiting(campaign: Any, spent: Sequence[_Spent]) -> Decimal:
    """What waits will cost about, in minor units: as what went on its channel, else as one part costs."""
    unit, total = to_minor(1, get_config()["system_currency"]), Decimal(0)
    for each in spent:
        if waiting := count_sends(campaign, WAITING, each.channel):
            usual = settings_service.price_of(each.channel) * unit
            total += waiting * (each.cost / each.count if each.count else usual)
    return total


def _rounded(minor: Decimal) -> int:
    return int(minor.to_integral_value(ROUND_HALF_UP))
