"""Links that act for one person without a sign-in: unsubscribing, preferences, confirming.

What a link says is in it, under an HMAC with a key of the server: nobody can make or change one, and no table of them
is kept. An old key keeps working for as long as the operator leaves it among the old ones.
"""

from __future__ import annotations

import hmac
import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from typing import Any

from ..server_shared.encryption import keyed_hash, keyed_hashes
from ..server_shared.errors import NotFound

MAC_LENGTH = 40  # hexadecimal digits: 160 bits
MAX_LENGTH = 1600


def sign(use: str, *facts: Any) -> str:
    """A token that says ``facts`` (numbers and text), for links of one ``use`` only."""
    body = urlsafe_b64encode(json.dumps(facts, separators=(",", ":")).encode()).decode().rstrip("=")
    return f"{body}.{keyed_hash(_purpose(use), body)[:MAC_LENGTH]}"


def read(use: str, token: str) -> list[Any]:
    """The facts of a token. Raises NotFound when it was not made here for this use."""
    body, _, mac = token.partition(".")
    if len(token) > MAX_LENGTH or not any(_same(mac, known) for known in _macs(use, body)):
        raise NotFound("This link is not complete. Please open it again from the message.")
    facts: list[Any] = json.loads(urlsafe_b64decode(body + "=" * (-len(body) % 4)))
    return facts


def _macs(use: str, body: str) -> list[str]:
    return [text[:MAC_LENGTH] for text in keyed_hashes(_purpose(use), body)]


def _purpose(use: str) -> str:
    return f"link:{use}"


def _same(one: str, other: str) -> bool:
    return hmac.compare_digest(one.encode("utf-8", "replace"), other.encode())
