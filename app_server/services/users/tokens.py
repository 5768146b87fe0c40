"""The tokens in mailed links: who they are for and what they allow, sealed, good for ten minutes and one app."""

from __future__ import annotations

import base64
import json
from dataclasses import dataclass
from typing import Literal

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

LIFETIME_SECONDS = 600
Purpose = Literal["login", "pw-reset", "mfa-reset"]


@dataclass(frozen=True, slots=True)
class EmailLink:
    """What a mailed link says. ``stamp`` is the user's at the time of sending: a link is void once it has changed."""

    email: str
    purpose: Purpose
    stamp: str


def box_for(key: bytes, use: str) -> Fernet:
    """A box that seals for one use only, made from the instance's key of at least 32 bytes."""
    derived = HKDF(algorithm=SHA256(), length=32, salt=None, info=f"users:{use}".encode()).derive(key)
    return Fernet(base64.urlsafe_b64encode(derived))


def seal_link(key: bytes, link: EmailLink) -> str:
    """The token for a link, safe in a URL."""
    text = json.dumps([link.email, link.purpose, link.stamp])
    return box_for(key, "email-link").encrypt(text.encode()).decode().rstrip("=")


def open_link(key: bytes, token: str) -> EmailLink | None:
    """The link behind a token, or None when it is forged or older than ten minutes."""
    try:
        padded = token.encode() + b"=" * (-len(token) % 4)
        text = box_for(key, "email-link").decrypt(padded, ttl=LIFETIME_SECONDS)
    except (InvalidToken, UnicodeEncodeError):
        return None
    email, purpose, stamp = json.loads(text)
    return EmailLink(email, purpose, stamp)
