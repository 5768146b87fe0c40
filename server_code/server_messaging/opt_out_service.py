"""STOP and START: they hold for a telephone number, by SMS and WhatsApp alike, whoever else has that number."""

from __future__ import annotations

from ..server_compliance.consent_service import is_suppressed, lift_suppression, suppress
from .gate_rules import STOPPED
from .opt_out_words import ENGLISH, START, STOP, is_yes, keyword

CHANNELS = ("sms", "whatsapp")
# What its owner decided; a number that does not exist is not brought to life by START.
ASKED = (STOPPED, "unsubscribed")


def keyword_of(channel: str, phone: str, text: str) -> tuple[str, str] | None:
    """``opt_out_words.keyword`` of what a number wrote; by SMS, where Twilio lifts its own stop for it, YES too."""
    if channel not in CHANNELS:
        return None
    if channel == "sms" and is_yes(text) and is_suppressed(channel, phone, STOPPED):
        return START, ENGLISH
    return keyword(text)


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
