"""The people of the business: who has which role, what each may do, and who may sign in at all.

Those that write expect the caller to have opened a serializable transaction: seats are counted in it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import anvil.tables as tables
from anvil.tables import app_tables
from anvil.tables import query as q

from ..server_shared.actors import Actor
from ..server_shared.errors import Conflict, Forbidden, Invalid, NotFound
from ..server_shared.permissions import PERMISSIONS, ROLE_PERMISSIONS, permissions_of
from ..server_shared.sign_ins import end_everywhere
from ..server_shared.validators import validate_choice
from .invitations import list_invitations
from .rbac import SEATS, check_seat, taken_seats

STAFF_ROLES = ("owner", "manager", "admin", "staff")
STATUSES = ("active", "inactive", "suspended")
STEPS_DOWN_TO = "manager"


def list_people(actor: Actor) -> dict[str, Any]:
    """``people`` with what each may do, open ``invitations``, and how many ``seats`` of each role are taken."""
    rows = app_tables.users.search(tables.order_by("name"), role=q.any_of(*STAFF_ROLES))
    seats = [{"role": role, "taken": taken_seats(role), "seats": SEATS[role]} for role in STAFF_ROLES]
    return {
        "people": [_person(actor, row) for row in rows],
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


def set_permissions(
    actor: Actor, email: str, overrides: Mapping[str, Any], expected: Mapping[str, Any] | None = None
) -> None:
    """Give a person other permissions than the role has: ``{permission: True or False}``.

    ``expected`` is what they were when somebody began to change them. Raises Invalid, Forbidden, Conflict.
    """
    row = _changeable(actor, email)
    if expected is not None and dict(expected) != (row["permissions"] or {}):
        raise Conflict("Somebody else changed these permissions in the meantime.", {"overrides": row["permissions"]})
    unknown = {name for name, given in overrides.items() if name not in PERMISSIONS or not isinstance(given, bool)}
    if unknown:
        raise Invalid(fields={"permissions": f"These are no permissions: {', '.join(sorted(map(str, unknown)))}."})
    by_role = ROLE_PERMISSIONS[row["role"]]
    wanted = {name: given for name, given in overrides.items() if given != (name in by_role)}
    _require_no_more_than(actor, permissions_of(row["role"], wanted))
    row["permissions"] = wanted


def change_role(actor: Actor, email: str, role: str) -> None:
    """Give a person another role, with what that role may do. Raises Invalid, also when no seat is free; Forbidden."""
    row = _changeable(actor, email)
    wanted = validate_choice(role, STAFF_ROLES, "role")
    if wanted == "owner":
        raise Forbidden("There is one owner. Ownership is handed over instead.")
    _require_no_more_than(actor, ROLE_PERMISSIONS[wanted])
    if wanted != row["role"]:
        if row["status"] != "inactive":  # whoever is inactive takes a seat when let in again
            check_seat(wanted)
        row.update(role=wanted, permissions={})


def set_status(actor: Actor, email: str, status: str) -> None:
    """Let a person sign in (``active``) or no longer, from the very next call on. Raises Invalid, Forbidden."""
    row = _changeable(actor, email)
    wanted = validate_choice(status, STATUSES, "status")
    if wanted != "inactive" and row["status"] == "inactive":
        check_seat(row["role"])
    row.update(status=wanted, enabled=wanted == "active")
    end_everywhere(row)  # a person who is let in again signs in anew


def hand_over_ownership(actor: Actor, email: str) -> None:
    """Make another the owner; the owner becomes a manager. Only the owner can. Raises Forbidden, NotFound, Invalid."""
    # Read again inside the transaction: the actor may have handed it over a moment ago.
    owner = app_tables.users.get(role="owner")
    if owner != actor.user:
        raise Forbidden("Only the owner can hand over the business.")
    heir = _row(email)
    if heir == owner:
        raise Invalid("You are the owner already.")
    if heir["status"] != "active" or heir["role"] not in STAFF_ROLES:
        raise Invalid("Only somebody who works here and may sign in can become the owner.")
    if heir["role"] != STEPS_DOWN_TO:
        check_seat(STEPS_DOWN_TO)
    heir.update(role="owner", permissions={})
    owner.update(role=STEPS_DOWN_TO, permissions={})


def _changeable(actor: Actor, email: str) -> Any:
    """The row of somebody whom ``actor`` may change: not the owner, not the actor, nobody who may do more."""
    row = _row(email)
    if row["role"] == "owner":
        raise Forbidden("The owner can do everything; hand over ownership to change that.")
    if row == actor.user:
        raise Forbidden("Nobody changes their own role or permissions.")
    _require_no_more_than(actor, permissions_of(row["role"], row["permissions"]))
    return row


def _require_no_more_than(actor: Actor, permissions: frozenset[str]) -> None:
    """Nobody gives, or takes, what they do not hold themselves: two people could otherwise help each other to more."""
    if permissions - actor.permissions:
        raise Forbidden("This needs permissions that you do not have yourself. The owner can do it.")


def _row(email: str) -> Any:
    row = app_tables.users.get(email=email.strip().lower())
    if row is None or row["role"] not in STAFF_ROLES:
        raise NotFound("There is nobody with this e-mail address.")
    return row


def _person(actor: Actor, row: Any) -> dict[str, Any]:
    return {
        "email": row["email"],
        "name": row["name"] or "",
        "role": row["role"],
        "status": row["status"],
        "last_login": row["last_login"],
        "overrides": row["permissions"] or {},
        "can_change": row["role"] != "owner"
        and row != actor.user
        and permissions_of(row["role"], row["permissions"]) <= actor.permissions,
    }
