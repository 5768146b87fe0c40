"""Seats: how many sign-ins of each role a business has. What a role may do stands in ``server_shared/permissions``."""

from __future__ import annotations

from anvil.tables import app_tables

from ..server_shared.errors import Invalid
from ..server_shared.permissions import ROLES

SEATS = {"owner": 1, "manager": 3, "admin": 10, "staff": 20}


def check_seat(role: str) -> None:
    """Raise Invalid for an unknown role, or when all seats of the role are taken. Call it inside a transaction."""
    if role not in ROLES:
        raise Invalid(fields={"role": f"A role is one of {', '.join(ROLES)}."})
    seats = SEATS.get(role)
    if seats is not None and len(app_tables.users.search(role=role)) >= seats:
        people = "person" if seats == 1 else "people"
        raise Invalid(fields={"role": f"At most {seats} {people} can be {role}."})
