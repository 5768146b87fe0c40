"""A token of the server as its row shows it."""

from datetime import datetime, timedelta, timezone

from ..shared import clock
from . import texts

SOON = timedelta(days=14)


def as_row(token):
    """The item of an `ApiTokenRow`."""
    state, tone = _state(token["expires_at"])
    return {
        "token_id": token["token_id"],
        "name": token["name"],
        "hint": texts.TOKEN_ENDS.format(token["hint"]),
        "scopes": ", ".join(texts.SCOPES.get(scope, scope) for scope in token["scopes"]),
        "used": texts.LAST_USED.format(clock.ago(token["last_used_at"])) if token["last_used_at"] else texts.NEVER_USED,
        "used_exact": clock.exact(token["last_used_at"]),
        "state": state,
        "state_role": ["state", tone],
    }


def _state(expires_at):
    left = expires_at - datetime.now(timezone.utc)
    if left <= timedelta(0):
        return texts.EXPIRED.format(clock.day(expires_at)), "chip-error"
    return texts.EXPIRES.format(clock.day(expires_at)), "chip-warning" if left < SOON else "chip-neutral"
