"""What Twilio says yes and no to: numbers, opt-outs, WhatsApp's window and templates. Pure.

Facts: www.twilio.com/docs/api/errors, /docs/messaging/api/message-resource, /docs/iam/test-credentials (numbers with a
meaning), /docs/messaging/tutorials/advanced-opt-out, /docs/whatsapp/key-concepts (the window of 24 hours).
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

WINDOW_SECONDS = 24 * 3600
MOST_CHARACTERS = 1600
NUMBER = re.compile(r"\+[1-9]\d{6,14}")
SENDER_NAME = re.compile(r"(?=.*[A-Za-z])[A-Za-z0-9 +&_-]{1,11}")  # instead of a number; nobody can answer it
SLOT = re.compile(r"\{\{(\w+)\}\}")

STOPS = frozenset({"STOP", "STOPALL", "UNSUBSCRIBE", "CANCEL", "END", "QUIT", "OPTOUT", "REVOKE"})
STARTS, HELPS = frozenset({"START", "UNSTOP", "YES"}), frozenset({"HELP", "INFO"})

# Numbers that Twilio itself gives a meaning in its tests.
MEANT = {
    "+15005550001": (21211, "Invalid 'To' Phone Number: +15005550001"),
    "+15005550002": (21612, "The 'To' phone number is not currently reachable via SMS."),
    "+15005550003": (
        21408,
        "Permission to send an SMS has not been enabled for the region indicated by the 'To' number.",
    ),
    "+15005550004": (21610, "Attempt to send to unsubscribed recipient"),
    "+15005550009": (21614, "'To' number is not a valid mobile number"),
}
TEMPLATE_ERRORS = {"paused": "63041", "rejected": "63040", "disabled": "63042", "pending": "63016"}
ERROR_TEXTS = {
    "30001": "Queue overflow",
    "30003": "Unreachable destination handset",
    "30005": "Unknown destination handset",
    "63016": "Failed to send freeform message because you are outside the allowed window. Use a Message Template.",
    "63018": "Rate limit exceeded for Channel",
    "63024": "Invalid message recipient",
    "63028": "Number of parameters provided does not match the expected number of parameters",
    "63040": "Template rejected",
    "63041": "Template paused",
    "63042": "Template disabled",
}


class TwilioError(Exception):
    """A refusal: Twilio's ``code`` and the HTTP ``status`` it comes with."""

    def __init__(self, code: int, message: str, status: int = 400) -> None:
        super().__init__(message)
        self.code, self.status = code, status


@dataclass(frozen=True, slots=True)
class Template:
    """One of Twilio's content templates. ``status`` is WhatsApp's approval."""

    sid: str
    friendly_name: str
    language: str
    variables: Mapping[str, str]
    body: str
    category: str
    status: str

    @property
    def slots(self) -> set[str]:
        """The names of what it leaves open."""
        return set(SLOT.findall(self.body))

    def fill(self, values: Mapping[str, str]) -> str:
        """The text a receiver reads."""
        return SLOT.sub(lambda slot: values.get(slot[1], slot[0]), self.body)


def read_templates(path: Path) -> dict[str, Template]:
    """The templates of a file, by their id."""
    return {given["sid"]: Template(**given) for given in json.loads(path.read_text())}


def split_address(address: str) -> tuple[str, str]:
    """The channel ("whatsapp" or "sms") and the number of an address."""
    channel, colon, number = address.rpartition(":")
    return (channel, number) if colon else ("sms", number)


def check_receiver(address: str) -> tuple[str, str]:
    """Its channel and number. Raises TwilioError."""
    if not address:
        raise TwilioError(21604, "A 'To' phone number is required.")
    channel, number = split_address(address)
    if channel not in ("sms", "whatsapp") or not NUMBER.fullmatch(number):
        raise TwilioError(21211, f"Invalid 'To' Phone Number: {address}")
    if number in MEANT:
        raise TwilioError(*MEANT[number])
    return channel, number


def variables_of(text: str) -> dict[str, str]:
    """ContentVariables as they were given. Raises TwilioError."""
    try:
        values: Any = json.loads(text or "{}")
    except ValueError as error:
        raise TwilioError(21656, "The ContentVariables Parameter is invalid") from error
    if not isinstance(values, dict) or not all(isinstance(value, str) for value in values.values()):
        raise TwilioError(21656, "The ContentVariables Parameter is invalid")
    return values


def later_failure(template: Template | None, values: Mapping[str, str], is_window_open: bool) -> str:
    """The error a WhatsApp message meets after it was taken, or ""."""
    if template is None:
        return "" if is_window_open else "63016"
    if template.status != "approved":
        return TEMPLATE_ERRORS[template.status]
    return "" if template.slots == set(values) else "63028"


def opt_out_type(text: str) -> str:
    """ "STOP", "START", "HELP" or "": the keyword that a message is."""
    word = text.strip().upper()
    for kind, words in (("STOP", STOPS), ("START", STARTS), ("HELP", HELPS)):
        if word in words:
            return kind
    return ""


def segments(text: str) -> int:
    """How many parts an SMS is sent in, by the characters of GSM 03.38 or else by UTF-16."""
    gsm = all(character in GSM or character in GSM_TWICE for character in text)
    length = (
        sum(2 if character in GSM_TWICE else 1 for character in text) if gsm else len(text.encode("utf-16-be")) // 2
    )
    alone, each = (160, 153) if gsm else (70, 67)
    return 1 if length <= alone else -(-length // each)


def sign(token: str, url: str, parameters: Mapping[str, str]) -> str:
    """X-Twilio-Signature: of the whole URL and the parameters of the form, sorted by name."""
    text = url + "".join(f"{name}{parameters[name]}" for name in sorted(parameters))
    return base64.b64encode(hmac.new(token.encode(), text.encode(), hashlib.sha1).digest()).decode()


GSM = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
GSM_TWICE = frozenset("^{}\\[~]|€")
