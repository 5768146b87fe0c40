"""Telling people that a campaign has stopped by itself: whoever launched it, and the owners of the business."""

from __future__ import annotations

from typing import Any

import anvil.server
from anvil.tables import app_tables

from ..server_emails.mail_service import send_mail
from ..server_shared.errors import Invalid, NotFound
from .campaign_queries import campaign_row

OWNER = "owner"


def tell_of_pause(campaign_id: str) -> list[str]:
    """Mail why a campaign was paused; to whom. Raises NotFound, and Invalid when the mail server takes none."""
    row = campaign_row(campaign_id)
    if row["status_reason"] is None:
        raise NotFound("This campaign was not paused.")
    told: list[str] = []
    refusal: Invalid | None = None
    name, link = row["campaign_name"], f"{anvil.server.get_app_origin()}/#?page=campaign&campaign_id={campaign_id}"
    text = f"The campaign “{name}” has stopped by itself.\n\n{row['status_reason']}\n\nLook at it here: {link}\n"
    for email in sorted(_people(row)):
        try:
            send_mail(email, "campaign_paused", f"The campaign “{name}” is paused", text=text)
            told.append(email)
        except Invalid as error:
            refusal = error
    if refusal is not None and not told:
        raise refusal
    return told


def _people(row: Any) -> set[str]:
    owners = app_tables.users.search(role=OWNER, status="active")
    return {user["email"] for user in (*owners, row["launched_by"]) if user is not None and user["enabled"]}
