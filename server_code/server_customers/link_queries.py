"""Every table with a link to a contact, and what becomes of its rows. A test holds this list to ``anvil.yaml``."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from anvil.tables import app_tables
from anvil.tables import query as q


@dataclass(frozen=True, slots=True)
class Link:
    """A column that names a contact. ``moves``: whether merging takes the rows along; of those with one value in the
    column ``once`` (two enrolments in one campaign) a contact gets no second, and none at all where ``is_single``.

    ``keep_on_erasure``: where ``is_financial`` rows keep a person from being deleted, these rows stay, with their
    ``personal`` columns emptied. ``outlives``: whether they stay even without such rows, since others name them.
    ``hidden`` columns are given to nobody.
    """

    table: str
    column: str = "contact"
    moves: bool = True
    once: str = ""
    is_single: bool = False
    keep_on_erasure: bool = False
    is_financial: bool = False
    outlives: bool = False
    personal: tuple[str, ...] = ()
    hidden: tuple[str, ...] = ()

    def mark(self, row: Any) -> Any:
        """What no two rows of one contact share; None where they may be alike."""
        return self.is_single or (row[self.once] if self.once else None)

    def rows(self, *contacts: Any) -> Any:
        """A search of the rows that name any of ``contacts``."""
        return getattr(app_tables, self.table).search(**{self.column: q.any_of(*contacts)})


# Of a customer's sign-in: what names the person or lets somebody in, and what even the person is not given.
SIGN_IN = ("contact", "email", "name", "enabled", "signed_up", "last_login")
SECRETS = ("password_hash", "remembered_logins", "mfa", "n_password_failures", "signed_out_at")

LINKS = (
    Link("contact_events", personal=("event_data",)),
    Link("contact_transactions", keep_on_erasure=True, is_financial=True),
    Link("contact_campaigns", once="campaign"),
    Link("contact_import_rows", moves=False, personal=("before", "after", "values")),
    Link("contact_change_rows", moves=False, personal=("before", "after")),
    Link("contact_changes", "kept", moves=False, personal=("before", "value")),
    Link("tasks", personal=("title", "description")),
    Link("bookings", keep_on_erasure=True, is_financial=True, personal=("notes", "guests")),
    Link("sends", keep_on_erasure=True, personal=("address", "values", "error")),
    Link("inbound_messages", personal=("address", "text", "media", "subject", "quoted", "references")),
    Link("inbound_files", personal=("name", "file", "place"), hidden=("place", "file_key")),
    Link("conversations", is_single=True, personal=("preview",)),
    Link("send_events", keep_on_erasure=True, personal=("user_agent", "link_url", "detail")),
    Link("offer_codes", keep_on_erasure=True),
    Link("offer_redemptions", keep_on_erasure=True),
    Link("consents", keep_on_erasure=True, personal=("evidence",)),
    Link("list_subscriptions", once="mailing_list"),
    Link("lead_submissions"),
    Link("users", outlives=True, personal=(*SIGN_IN, *SECRETS), hidden=SECRETS),
)
