"""Messages and outcomes as plain dicts, for the way to a worker on an uplink and back. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from .driver_service import Message, Outcome

CARRIED = ("send_key", "channel", "to", "text", "sender", "template", "variables")


def plain_message(message: Message) -> dict[str, Any]:
    """What a worker needs of a message by telephone."""
    return {name: getattr(message, name) for name in CARRIED}


def message_of(plain: Mapping[str, Any]) -> Message:
    """The message again."""
    return Message(**{name: plain[name] for name in CARRIED})


def plain_outcome(outcome: Outcome) -> dict[str, Any]:
    """All of an outcome."""
    return asdict(outcome)


def outcome_of(plain: Mapping[str, Any]) -> Outcome:
    """The outcome again; what it does not know is left out."""
    return Outcome(**{name: plain[name] for name in Outcome.__slots__ if name in plain})
