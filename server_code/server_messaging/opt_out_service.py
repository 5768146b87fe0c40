"""STOP and START: they hold for a telephone number, by SMS and WhatsApp alike, whoever else has that number."""

from __future__ import annotations

from ..server_compliance.consent_service import is_suppressed, lift_suppression, suppress
from .gate_rules import STOPPED
from .opt_out_words import STOP, keyword

CHANNELS = ("sms", "whatsapp")
# What its owner decided; a number that does not exist is not brought to life by START.
ASKED = (STOPPED, "unsubscribed")


def asks_to_stop(text: str) -> bool:
    """Whether a message is nothing but the word for it, in any language that is known here."""
    said = keyword(text)
    return said is not None and said[0] == STOP


def stop(phone: str) -> bool:
    """Send nothing more to a number; whether that is new. Needs a transaction."""
    before = all(is_suppressed(channel, phone, STOPPED) for channel in CHANNELS)
    for channel in CHANNELS:
        suppress(channel, phone, STOPPED)
    return not before


def start(phone: str) -> bool:
    """Its owner wants messages again, those they had agreed to; whether they had stopped. Needs a transaction."""
    lifted = [lift_suppression(channel, phone, reason) for channel in CHANNELS for reason in ASKED]
    return any(lifted)
