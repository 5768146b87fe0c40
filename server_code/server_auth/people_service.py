"""The people of the business: who has which role, what each may do, and who may sign in at all.

Those that write expect the caller to have opened a serializable transaction: seats are counted in it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import anvil.tables as tables
from anvil.tables import app_tables

from ..server_shared.actors import Actor
from ..server_shared.errors import Forbidden, Invalid, NotFound
from ..server_shared.permissions import PERMISSIONS, ROLE_PERMISSIONS, permissions_of
from ..server_shared.validators import validate_choice
from .invitations import list_invitations
from .rbac import SEATS, check_seat, taken_seats

STAFF_ROLES = ("owner", "manager", "admin", "staff")
STATUSES = ("active", "inactive", "suspended")
STEPS_DOWN_TO = "manager"


def list_people(actor: Actor) -> dict[str, Any]:
    """``people`` with what each may do, open ``invitations``, and how many ``seats`` of each role are taken."""
    rows = app_tables.users.search(tables.order_by("name"))
    seats = [{"role": role, "taken": taken_seats(role), "seats": SEATS[role]} for role in STAFF_ROLES]
    return {
        "people": [_person(row) for row in rows if row["role"] in STAFF_ROLES],
        "invitations": list_invitations(),
        "seats": seats,
    }


def explain_permissions(actor: Actor, email: str) -> list[dict[str, Any]]:
    """Every permission: whether a person has it, and why: by the ``role``, ``added``, ``removed``, or ``none``."""
    row = _row(email)
    by_role = ROLE_PERMISSIONS.get(row["role"], frozenset())
    held = permissions_of(row["role"], row["permissions"])
    return [
        {"permission": name, "held": name in held, "why": _why(name in by_role, name in held)} for name in PERMISSIONS
    ]


def _why(by_role: bool, held: bool) -> str:
    if by_role == held:
        return "role" if held else "none"
    return "added" if held else "removed"


def set_permissions(actor: Actor, email: str, overrides: Mapping[str, Any]) -> None:
    """Give a person other permissions than the role has: ``{permission: True or False}``. Raises Invalid, Forbidden."""
    row = _changeable(actor, email)
    unknown = {name for name, given in overrides.items() if name not in PERMISSIONS or not isinstance(given, bool)}
    if unknown:
        raise Invalid(fields={"permissions": f"These are no permissions: {', '.join(sorted(map(str, unknown)))}."})
    by_role = ROLE_PERMISSIONS[row["role"]]
    row["permissions"] = {name: given for name, given in overrides.items() if given != (name in by_role)}


def change_role(actor: Actor, email: str, role: str) -> None:
    """Give a person another role, with what that role may do. Raises Invalid, also when no seat is free; Forbidden."""
    row = _changeable(actor, email)
    wanted = validate_choice(role, STAFF_ROLES, "role")
    if wanted == "owner":
        raise Forbidden("There is one owner. Ownership is handed over instead.")
    if wanted != row["role"]:
        check_seat(wanted)
        row.update(role=wanted, permissions={})


def set_status(actor: Actor, email: str, status: str) -> None:
    """Let a person sign in (``active``) or no longer, from the very next call on. Raises Invalid, Forbidden."""
    row = _changeable(actor, email)
    wanted = validate_choice(status, STATUSES, "status")
    if wanted != "inactive" and row["status"] == "inactive":
        check_seat(row["role"])
    # Remembered log-ins end with it, so that a person let in again signs in anew.
    row.update(status=wanted, enabled=wanted == "active", remembered_logins=None)


def hand_over_ownership(actor: Actor, email: str) -> None:
    """Make another the owner; the owner becomes a manager. Only the owner can. Raises Forbidden, NotFound, Invalid."""
    if actor.role != "owner":
        raise Forbidden("Only the owner can hand over the business.")
    heir = _row(email)
    if heir == actor.user:
        raise Invalid("You are the owner already.")
    if heir["status"] != "active" or heir["role"] not in STAFF_ROLES:
        raise Invalid("Only somebody who works here and may sign in can become the owner.")
    if heir["role"] != STEPS_DOWN_TO:
        check_seat(STEPS_DOWN_TO)
    heir.update(role="owner", permissions={})
    actor.user.update(role=STEPS_DOWN_TO, permissions={})


def _changeable(actor: Actor, email: str) -> Any:
    """The row of somebody whom ``actor`` may change: neither the owner nor the actor."""
    row = _row(email)
    if row["role"] == "owner":
        raise Forbidden("The owner can do everything; hand over ownership to change that.")
    if row == actor.user:
        raise Forbidden("Nobody changes their own role or permissions.")
    return row


def _row(email: str) -> Any:
    row = app_tables.users.get(email=email.strip().lower())
    if row is None or row["role"] not in STAFF_ROLES:
        raise NotFound("There is nobody with this e-mail address.")
    return row


def _person(row: Any) -> dict[str, Any]:
    return {
        "email": row["email"],
        "name": row["name"] or "",
        "role": row["role"],
        "status": row["status"],
        "last_login": row["last_login"],
        "overrides": row["permissions"] or {},
        "two_steps": bool(row["mfa"]),
    }
