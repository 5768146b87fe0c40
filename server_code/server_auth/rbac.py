"""Seats: how many sign-ins of each role a business has. What a role may do stands in ``server_shared/permissions``."""

from __future__ import annotations

from typing import Any

from anvil.tables import app_tables
from anvil.tables import query as q

from ..server_shared.clock import utc_now
from ..server_shared.errors import Invalid
from ..server_shared.permissions import ROLES

SEATS = {"owner": 1, "manager": 3, "admin": 10, "staff": 20}


def check_seat(role: str) -> None:
    """Raise Invalid for an unknown role, or when all seats of the role are taken. Call it inside a transaction."""
    if role not in ROLES:
        raise Invalid(fields={"role": f"A role is one of {', '.join(ROLES)}."})
    seats = SEATS.get(role)
    if seats is not None and taken_seats(role) >= seats:
        people = "person" if seats == 1 else "people"
        raise Invalid(fields={"role": f"At most {seats} {people} can be {role}."})


def taken_seats(role: str) -> int:
    """How many people have the role and may sign in, or are invited to. Read it inside a transaction."""
    people = app_tables.users.search(role=role, status=q.not_("inactive"))
    return len(people) + len(open_invitations(role=role))


def open_invitations(**columns: Any) -> Any:
    """A search of the invitations that can still be accepted."""
    return app_tables.invitations.search(used_at=None, revoked_at=None, expires_at=q.greater_than(utc_now()), **columns)
