"""Who was erased: reads of the register of erasures, which holds numbers and reasons but no names."""

from __future__ import annotations

from typing import Any

import anvil.tables as tables
from anvil.tables import app_tables

from ..server_messaging import outside_erasure_service

PREFIX = "C-"


def find_erasure(contact_id: str) -> dict[str, Any] | None:
    """When, how, why and by whom the person of ``C-453`` was erased; None for somebody who was not.

    ``outside`` is how far that is at Twilio: ``done, waiting, error``.
    """
    number = contact_id.removeprefix(PREFIX)
    if not number.isdecimal() or len(number) > 12:
        return None
    rows = app_tables.erasures.search(tables.order_by("done_at", ascending=False), contact_number=int(number))
    row = next(iter(rows), None)
    if row is None:
        return None
    who = row["requested_by"]
    return {
        "contact_id": contact_id,
        "mode": row["mode"],
        "reason": row["reason"] or "",
        "done_at": row["done_at"],
        "done_by": (who["name"] or who["email"]) if who else "",
        "outside": outside_erasure_service.progress_of(int(number)),
    }
