"""A new instance: its settings, its counters, and its first owner."""

from __future__ import annotations

import anvil.tables as tables
import anvil.users
from anvil.tables import app_tables

from ..server_auth.accounts import add_sign_in
from ..server_shared.config import DEFAULTS, save_config

COUNTERS = (
    *("contacts", "contact_imports", "segments", "locations", "companies", "saved_views", "contact_changes", "tasks"),
    *("bookings", "bulk_imports"),
)


@tables.in_transaction
def prepare_instance() -> None:
    """Make the row of settings and the counters where there are none; safe to run again."""
    if not len(app_tables.config.search()):
        save_config(**DEFAULTS, features_enabled={}, is_demo=False)
    known = {row["name"] for row in app_tables.counters.search()}
    for name in COUNTERS:
        if name not in known:
            app_tables.counters.add_row(name=name, value=0)


def create_owner(email: str, name: str) -> str:
    """Make the owner's sign-in and mail a link to choose a password; the address. Raises Invalid when there is one.

    The link is of the kind "forgotten password" and can be asked for again on the first screen.
    """
    address = tables.in_transaction(add_sign_in)(email, name, "owner")["email"]
    anvil.users.send_password_reset_email(address)
    return address
