"""Tokens for programs that call the business's API: shown once, kept as a hash, limited to scopes, revocable."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import anvil.tables as tables
from anvil.tables import app_tables

from ..server_shared.actors import Actor, actor_from_user
from ..server_shared.clock import utc_now
from ..server_shared.errors import Forbidden, Invalid, MybizzError, NotFound, NotSignedIn
from ..server_shared.permissions import PERMISSIONS
from ..server_shared.tokens import hash_token, new_token
from ..server_shared.validators import clean_text

PREFIX = "mb_"
# The permissions that an address of the API asks for.
SCOPES = ("customers.view", "customers.manage", "campaigns.view", "campaigns.manage", "campaigns.send")
MAX_DAYS = 730
MAX_TOKENS = 50
# A token's use is noted at most this often, so that reading does not become writing.
NOTE_USE_EVERY = timedelta(minutes=5)


def create_api_token(actor: Actor, name: str, scopes: list[str], days: int) -> str:
    """Make a token that may do ``scopes`` (permissions the actor has) for ``days``; the token. Needs a transaction.

    Raises Invalid, and Forbidden for a scope beyond the actor's own permissions.
    """
    label = clean_text(name, "name", 80)
    if not label:
        raise Invalid(fields={"name": "Please say what the token is for."})
    if not scopes or not all(isinstance(scope, str) and scope in PERMISSIONS for scope in scopes):
        raise Invalid(fields={"scopes": "Please choose what the token may do."})
    for scope in scopes:
        actor.require(scope)
    if not 1 <= days <= MAX_DAYS:
        raise Invalid(fields={"days": f"A token holds for 1 to {MAX_DAYS} days."})
    if len(app_tables.api_tokens.search(revoked_at=None)) >= MAX_TOKENS:
        raise Invalid(f"There can be at most {MAX_TOKENS} tokens. Please revoke one first.")
    token = PREFIX + new_token()
    now = utc_now()
    app_tables.api_tokens.add_row(
        name=label,
        token_hash=hash_token(token),
        hint=token[-4:],
        scopes=sorted(set(scopes)),
        created_by=actor.user,
        created_at=now,
        expires_at=now + timedelta(days),
    )
    return token


def scopes_for(actor: Actor) -> list[str]:
    """What a token of this actor can be allowed, of what the API can do."""
    return [scope for scope in SCOPES if scope in actor.permissions]


def list_api_tokens(actor: Actor) -> list[dict[str, Any]]:
    """The tokens not revoked, the newest first: of each the last four characters, never the token."""
    rows = app_tables.api_tokens.search(tables.order_by("created_at", ascending=False), revoked_at=None)
    names = ("name", "hint", "scopes", "created_at", "last_used_at", "expires_at")
    return [{"token_id": row.get_id(), **{name: row[name] for name in names}} for row in rows]


def revoke_api_token(actor: Actor, token_id: str) -> None:
    """End a token: it is refused from now on. Raises NotFound."""
    rows = app_tables.api_tokens.search(revoked_at=None)
    row = next((row for row in rows if row.get_id() == token_id), None)
    if row is None:
        raise NotFound("There is no such token.")
    row["revoked_at"] = utc_now()


def actor_of_token(token: str) -> Actor:
    """On whose behalf a caller with ``token`` acts: whoever made it, with no more than its scopes. Raises NotSignedIn.

    Somebody who may no longer sign in, or lost a permission, takes it from the token too.
    """
    row = app_tables.api_tokens.get(token_hash=hash_token(token), revoked_at=None)
    now = utc_now()
    if row is None or row["expires_at"] <= now:
        raise NotSignedIn("This token is not known, was revoked, or has expired.")
    try:
        maker = actor_from_user(row["created_by"])
    except MybizzError as error:
        raise Forbidden("Whoever made this token may no longer sign in.") from error
    if row["last_used_at"] is None or now - row["last_used_at"] > NOTE_USE_EVERY:
        row["last_used_at"] = now
    return Actor(maker.user, maker.email, maker.name, maker.role, maker.permissions & set(row["scopes"]))
