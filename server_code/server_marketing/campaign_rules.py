"""What a campaign may be, and what may be done with it in each of its states. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from zoneinfo import ZoneInfo

from ..server_shared.errors import Invalid
from ..server_shared.purposes import clean_purpose
from ..server_shared.validators import clean_named, clean_text, validate_choice, validate_moment
from .selection_rules import clean_selection

DRAFT, SCHEDULED, AWAITING, SENDING, PAUSED = "draft", "scheduled", "awaiting_approval", "sending", "paused"
SENT, CANCELLED, FAILED = "sent", "cancelled", "failed"

# One-off campaigns: state → what may follow.
NEXT: Mapping[str, frozenset[str]] = {
    DRAFT: frozenset({DRAFT, SCHEDULED, AWAITING, SENDING}),
    SCHEDULED: frozenset({DRAFT, SCHEDULED, AWAITING, SENDING, CANCELLED}),
    AWAITING: frozenset({DRAFT, SCHEDULED, SENDING, CANCELLED}),
    SENDING: frozenset({PAUSED, SENT, CANCELLED, FAILED}),
    PAUSED: frozenset({SENDING, CANCELLED}),
    SENT: frozenset(),
    CANCELLED: frozenset(),
    FAILED: frozenset(),
}
LABELS = {
    DRAFT: "Draft",
    SCHEDULED: "Scheduled",
    AWAITING: "Waits for approval",
    SENDING: "Sending",
    PAUSED: "Paused",
    SENT: "Sent",
    CANCELLED: "Cancelled",
    FAILED: "Failed",
}
TYPES = ("broadcast", "price_reduction", "rewards_increase", "free_service", "messaging", "quick_mail")
# A campaign stops by itself beyond these.
# Fewer than these tell nothing.
AFTER_SENDS, COMPLAINTS = 200, 3
EMAIL, WHATSAPP, SMS = "email", "whatsapp", "sms"
CHANNELS = (EMAIL, WHATSAPP, SMS)
MAX_NAME = 120
MAX_SEGMENTS = 50
MAX_CONTACTS = 500


def check_step(status: str, wanted: str) -> None:
    """Raise Invalid when a campaign in ``status`` cannot become ``wanted``."""
    if wanted not in NEXT.get(status, frozenset()):
        raise Invalid(f"A campaign that is “{LABELS.get(status, status)}” cannot become “{LABELS[wanted]}”.")


def harm(went: int, bounced: int, complained: int, limits: tuple[float, float]) -> str | None:
    """Why a campaign must not go on, if so; ``limits`` are the shares of bounces and of complaints that it may have."""
    most_bounced, most_complained = limits
    if went >= AFTER_SENDS and bounced > most_bounced * went:
        return f"Paused: {bounced} of {went} addresses do not exist. Please check where they come from."
    if complained >= COMPLAINTS and complained > most_complained * went:
        return f"Paused: {complained} receivers reported it as spam."
    return None


def clean_campaign(raw: Mapping[str, Any], zone: ZoneInfo) -> dict[str, Any]:
    """The columns of a campaign that ``raw`` names, cleaned. Raises Invalid naming all that is wrong."""
    return clean_named(
        raw,
        {
            "campaign_name": _name,
            "campaign_type": lambda value: validate_choice(value or "broadcast", TYPES, "campaign_type"),
            "purpose": lambda value: clean_purpose(value or "marketing"),
            "audience": clean_audience,
            "channels": clean_channels,
            "scheduled_at": lambda value: validate_moment(value, zone, "scheduled_at"),
        },
    )


def clean_audience(raw: Any) -> dict[str, Any]:
    """``{everyone: bool, segments: [id], without: [id], contacts: [id], list: id, important: bool}``.

    Who is in any of ``segments`` and in none of ``without``, of a mailing ``list`` only those who are on it; or these
    ``contacts`` and nobody else. An ``important`` mail goes to those too who want only what is important.
    """
    given = raw if isinstance(raw, Mapping) else {}
    return {
        "everyone": given.get("everyone") is True,
        **{name: _ids(given.get(name) or [], MAX_SEGMENTS) for name in ("segments", "without")},
        "contacts": _ids(given.get("contacts") or [], MAX_CONTACTS),
        "list": clean_text(given.get("list"), "audience", 20),
        "important": given.get("important") is True,
        **(clean_selection(given) if "selection" in given else {}),
    }


def clean_channels(value: Any) -> list[str] | None:
    """The channels of a campaign of messages, each once and in their order; None for a mail. Raises Invalid."""
    if value is None:
        return None
    if not isinstance(value, list) or not all(item in CHANNELS for item in value):
        raise Invalid(fields={"channels": f"The channels are {', '.join(CHANNELS)}."})
    return [channel for channel in CHANNELS if channel in value]


def channels_of(campaign: Mapping[str, Any]) -> tuple[str, ...]:
    """What a campaign's row goes out on; a mail without a choice of channels by e-mail."""
    return (EMAIL,) if campaign["channels"] is None else tuple(campaign["channels"])


def _name(value: Any) -> str:
    name = clean_text(value, "campaign_name", MAX_NAME)
    if not name:
        raise Invalid(fields={"campaign_name": "Please give the campaign a name."})
    return name


def _ids(value: Any, most: int) -> list[str]:
    if not isinstance(value, list) or len(value) > most:
        raise Invalid(fields={"audience": f"Please choose at most {most}. Make a segment of more than that."})
    return list(dict.fromkeys(clean_text(item, "audience", 20) for item in value))
