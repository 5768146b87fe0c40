"""Secrets that may be missing: keys of other services, and where those are when not at their usual address."""

from __future__ import annotations

import anvil.secrets


def secret(name: str) -> str:
    """The secret ``name`` of this server, or ``""`` where the operator has set none."""
    try:
        return str(anvil.secrets.get_secret(name) or "")
    except anvil.secrets.SecretError:
        return ""
