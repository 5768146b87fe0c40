"""Secrets that links and programs carry: made here, and kept as hashes only."""

from __future__ import annotations

import hashlib
import secrets


def new_token() -> str:
    """256 random bits as text that fits into an address."""
    return secrets.token_urlsafe(32)


def hash_token(token: str) -> str:
    """What is stored of a token. A plain SHA-256 does, since nobody can guess so many random bits."""
    return hashlib.sha256(token.encode()).hexdigest()
