"""Making sign-ins for the people of the business."""

from __future__ import annotations

from typing import Any

import bcrypt
from anvil.tables import app_tables

from ..server_shared.clock import utc_now
from ..server_shared.errors import Duplicate
from ..server_shared.validators import clean_text, validate_email
from .rbac import check_seat

BCRYPT_ROUNDS = 10


def add_sign_in(email: str, name: str, role: str, password: str | None = None) -> Any:
    """The row of a new, active sign-in; without a password it waits for one by a mailed link. Needs a transaction.

    Raises Invalid, Duplicate.
    """
    address = validate_email(email)
    check_seat(role)
    if app_tables.users.get(email=address) is not None:
        raise Duplicate("There is already a sign-in with this e-mail address.")
    return app_tables.users.add_row(
        email=address,
        name=clean_text(name, "name", 200),
        role=role,
        status="active",
        enabled=True,
        confirmed_email=True,
        signed_up=utc_now(),
        password_hash=_hash(password) if password else None,
        n_password_failures=0,
        permissions={},
    )


def _hash(password: str) -> str:
    """As Anvil's user service stores passwords; its bcrypt knows the prefix 2a only."""
    salt = bcrypt.gensalt(BCRYPT_ROUNDS, prefix=b"2a")
    return bcrypt.hashpw(password.encode(), salt).decode()
