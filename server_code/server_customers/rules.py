"""What a contact is: its fields, how they are cleaned, how it is named and found, its stage of life. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from ..server_shared.errors import Invalid
from ..server_shared.phones import searchable_digits, validate_phone_number
from ..server_shared.validators import (
    clean_named,
    clean_text,
    fold,
    validate_choice,
    validate_email,
    validate_json,
    validate_tags,
)

STATUSES = ("lead", "customer", "inactive")
LIFECYCLE_STAGES = ("new", "active", "at_risk", "lost")
STATUS_LABELS = {"lead": "Lead", "customer": "Customer", "inactive": "Inactive"}
STAGE_LABELS = {"new": "New", "active": "Active", "at_risk": "At risk", "lost": "Lost"}
EVENT_TYPES = (
    "address_changed",
    "booking",
    "created",
    "deleted",
    "edited",
    "email",
    "email_clicked",
    "email_opened",
    "email_sent",
    "form_sent",
    "merged",
    "note",
    "offer_redeemed",
    "order",
    "own_event",
    "refund",
    "restored",
    "subscribed",
    "task_completed",
    "unsubscribed",
)
# What a timeline can be narrowed to, each with the types of events it has.
TIMELINE_KINDS = {
    "notes": ("note",),
    "sales": ("booking", "order", "refund", "offer_redeemed"),
    "mail": (
        *("form_sent", "email", "email_sent", "email_opened", "email_clicked", "subscribed", "unsubscribed"),
        *("message_received", "message_sent"),
    ),
    "tasks": ("task_completed",),
    "record": ("created", "edited", "address_changed", "merged", "deleted", "restored", "own_event"),
}
TRANSACTION_TYPES = ("booking", "order", "refund")
# Kinds of events that are counted for each contact, and whose last time is kept.
COUNTED_EVENTS = ("email_sent", "email_opened", "email_clicked", "note", "task_completed", "unsubscribed")
FIGURES = ("orders_count", "bookings_count", *(f"{event}_count" for event in COUNTED_EVENTS))
# What a contact is sorted and found by.
DERIVED_FROM = frozenset({"first_name", "last_name", "email", "phone", "company"})
# What stays of a contact that was made nameless: its id, and figures that name nobody.
NAMELESS_KEEP = frozenset(
    {
        *("contact_id", "contact_number", "date_added", "created_at", "status", "version"),
        *("total_spent_minor", "total_transactions", *FIGURES),
    }
)

MANUAL_ENTRY = "Manual Entry"
MAX_NOTE = 20_000
UPDATABLE = frozenset({"first_name", "last_name", "phone", "status", "tags", "internal_notes", "preferences"})
EDITABLE = UPDATABLE | {"email", "company", "address", "source"}

Cleaner = Callable[[Any], Any]


def cleaners(default_country: str) -> dict[str, Cleaner]:
    """How each field a person may fill is cleaned: field → function of the raw value."""

    def phone(value: Any) -> str | None:
        text = clean_text(value, "phone", 200)
        return validate_phone_number(text, default_country) if text else None

    return {
        "first_name": lambda value: clean_text(value, "first_name", 200),
        "last_name": lambda value: clean_text(value, "last_name", 200),
        "email": lambda value: validate_email(value) or None,
        "phone": phone,
        "company": lambda value: clean_text(value, "company", 200),
        "address": lambda value: clean_text(value, "address", 1000, lines=True),
        "status": lambda value: validate_choice(value, STATUSES, "status"),
        "source": lambda value: clean_text(value, "source", 100) or MANUAL_ENTRY,
        "tags": validate_tags,
        "internal_notes": lambda value: clean_text(value, "internal_notes", MAX_NOTE, lines=True),
        "preferences": lambda value: validate_json(value, "preferences", 10_000),
    }


def clean_fields(raw: Mapping[str, Any], default_country: str) -> dict[str, Any]:
    """The fields of ``raw`` that a contact has, cleaned; the rest is ignored. Raises Invalid naming all wrong ones."""
    cleaned = clean_named(raw, cleaners(default_country))
    return {field: None if value in ("", []) else value for field, value in cleaned.items()}


def validate_contact_data(contact_data: Mapping[str, Any], default_country: str) -> dict[str, Any]:
    """The cleaned fields of a contact to be made. Raises Invalid."""
    fields = clean_fields(contact_data, default_country)
    require_identity(fields)
    return fields


def require_identity(fields: Mapping[str, Any]) -> None:
    """Raise Invalid unless there is a name, an e-mail address or a telephone number to know the contact by."""
    if not any(fields.get(name) for name in ("first_name", "last_name", "email", "phone")):
        message = "A contact needs a name, an e-mail address or a telephone number."
        raise Invalid(message, {"first_name": message})


def derived_fields(fields: Mapping[str, Any]) -> dict[str, str]:
    """The columns worked out from others: ``sort_name`` (surname first) and ``search_text`` (folded words)."""
    surname_first = f"{fields.get('last_name') or ''} {fields.get('first_name') or ''}".strip()
    sort_name = surname_first or fields.get("company") or fields.get("email") or fields.get("phone") or ""
    words = [
        fields.get("first_name"),
        fields.get("last_name"),
        fields.get("email"),
        fields.get("company"),
        searchable_digits(fields["phone"]) if fields.get("phone") else None,
        fields.get("contact_id"),
    ]
    return {"sort_name": fold(sort_name), "search_text": fold(" ".join(word for word in words if word))}


def display_name(fields: Mapping[str, Any]) -> str:
    """What to call a contact: the full name, else company, e-mail address or telephone number."""
    full = f"{fields['first_name'] or ''} {fields['last_name'] or ''}".strip()
    return full or fields["company"] or fields["email"] or fields["phone"] or fields["contact_id"]


def search_words(text: str) -> list[str]:
    """The folded words somebody typed to search; the writing of telephone numbers is taken apart to digits."""
    words = []
    for word in fold(text).split()[:10]:
        digits = word.strip("+()-/.")
        is_number = digits and all(character.isdigit() or character in "()-/." for character in digits)
        words.append("".join(filter(str.isdigit, digits)) if is_number else word)
    return words


def lifecycle_stage(days_since_activity: int, total_transactions: int) -> str:
    """Exactly one stage for any day count: new, active up to 90 days, at_risk up to 180, then lost.

    Somebody who never bought is new for the first 30 days.
    """
    if total_transactions == 0 and days_since_activity <= 30:
        return "new"
    if days_since_activity <= 90:
        return "active"
    return "at_risk" if days_since_activity <= 180 else "lost"
