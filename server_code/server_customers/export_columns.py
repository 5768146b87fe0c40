"""The columns of a file of contacts: their headings, which importing recognises again, and what is under each. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from ..server_shared.validators import fold
from .rules import STAGE_LABELS, STATUS_LABELS

# Heading → key of a contact's record.
COLUMNS = {
    "Contact ID": "contact_id",
    "First name": "first_name",
    "Last name": "last_name",
    "E-mail": "email",
    "Phone": "phone",
    "Company": "company",
    "Address": "address",
    "Status": "status",
    "Stage": "lifecycle_stage",
    "Source": "source",
    "Tags": "tags",
    "Total spent": "total_spent",
    "Transactions": "total_transactions",
    "Customer since": "date_added",
    "Last contact": "last_contact_date",
    "Notes": "internal_notes",
}
STANDARD = frozenset(fold(heading) for heading in COLUMNS)
_LABELS: Mapping[str, Mapping[str, str]] = {"status": STATUS_LABELS, "lifecycle_stage": STAGE_LABELS}


def headings(own: Mapping[str, str], chosen: Iterable[str] | None = None) -> dict[str, str]:
    """Heading → key, the business's ``own`` fields (key → label) last; only ``chosen`` keys, where there are any."""
    every = {**COLUMNS, **{label: key for key, label in own.items()}}
    wanted = set(chosen or ())
    return {heading: key for heading, key in every.items() if not wanted or key in wanted}


def cell(value: Any, key: str, zone: ZoneInfo) -> Any:
    """A value as it stands in a file: days in the business's zone, lists and answers in words."""
    if isinstance(value, datetime):
        return value.astimezone(zone).date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, list):
        return ", ".join(value)
    if isinstance(value, bool):
        return "Yes" if value else "No"
    return _LABELS.get(key, {}).get(value, value)
