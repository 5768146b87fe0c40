"""Plain dicts of rows, as screens and exports get them. Money is in major units here, and only here."""

from __future__ import annotations

from typing import Any

from ..server_shared.money import exponent, to_major
from .rules import display_name

CARD_COLUMNS = (
    "contact_id",
    "contact_number",
    "first_name",
    "last_name",
    "email",
    "phone",
    "company",
    "status",
    "source",
    "tags",
    "date_added",
    "last_contact_date",
    "total_spent_minor",
    "total_transactions",
    "lifecycle_stage",
    "archived_at",
    "sort_name",
)


def contact_card(contact: Any, currency: str) -> dict[str, Any]:
    """A contact in a list."""
    return {
        "contact_id": contact["contact_id"],
        "first_name": contact["first_name"] or "",
        "last_name": contact["last_name"] or "",
        "full_name": display_name(contact),
        "email": contact["email"] or "",
        "phone": contact["phone"] or "",
        "company": contact["company"] or "",
        "status": contact["status"],
        "total_spent": to_major(contact["total_spent_minor"], currency),
        "total_transactions": int(contact["total_transactions"] or 0),
        "last_contact_date": contact["last_contact_date"],
        "customer_since": contact["date_added"],
        "source": contact["source"] or "",
        "tags": contact["tags"] or [],
        "lifecycle_stage": contact["lifecycle_stage"],
        "archived": contact["archived_at"] is not None,
    }


def contact_record(contact: Any, currency: str) -> dict[str, Any]:
    """A contact with all its fields, without its timeline."""
    transactions = int(contact["total_transactions"] or 0)
    average_minor = round((contact["total_spent_minor"] or 0) / transactions) if transactions else 0
    return {
        **contact_card(contact, currency),
        "address": contact["address"] or "",
        "date_added": contact["date_added"],
        "average_order_value": to_major(average_minor, currency),
        **{name: int(contact[name] or 0) for name in ("bookings_count", "orders_count")},
        **{name: contact[name] for name in ("last_booking_date", "next_booking_date")},
        "internal_notes": contact["internal_notes"] or "",
        "preferences": contact["preferences"] or {},
        "created_at": contact["created_at"],
        "updated_at": contact["updated_at"],
        "version": int(contact["version"]),
        "needs_details": not (contact["first_name"] or contact["last_name"]),
    }


def timeline_event(event: Any) -> dict[str, Any]:
    """An event of one contact."""
    return {
        "event_id": event.get_id(),
        "event_type": event["event_type"],
        "event_date": event["event_date"],
        "event_data": event["event_data"] or {},
        "related_id": event["related_id"],
        "author": event["author"] or "",
        "description": describe_event(event["event_type"], event["event_data"] or {}),
    }


def describe_event(event_type: str, event_data: dict[str, Any]) -> str:
    """One line that says what happened."""
    amount = _amount(event_data)
    subject = f": {event_data['subject']}" if event_data.get("subject") else ""
    sentences = {
        "address_changed": "Said that the change of address was not theirs: it is taken back"
        if event_data.get("taken_back")
        else "Gets e-mail at another address, as they asked",
        "booking": f"Booked {amount}".strip(),
        "created": f"Added ({event_data['source']})" if event_data.get("source") else "Added",
        "deleted": "Archived",
        "edited": f"Changed: {', '.join(event_data.get('fields', ()))}",
        "email": f"E-mail{subject}",
        "email_clicked": f"Clicked a link in an e-mail{subject}",
        "email_opened": f"Opened an e-mail{subject}",
        "email_sent": f"Was sent an e-mail{subject}",
        "form_sent": f"Filled in “{event_data.get('form', '')}”{_said(event_data)}",
        "merged": f"Merged with {', '.join(event_data.get('contacts', ()))}",
        "message_received": f"Wrote{_words(event_data)}",
        "message_sent": f"Was answered{_words(event_data)}",
        "note": str(event_data.get("note", "")),
        "offer_redeemed": f"Redeemed “{event_data.get('offer', '')}”",
        "order": f"Ordered {amount}".strip(),
        "own_event": f"Told by a program: {event_data.get('name', '')}{_note(event_data)}",
        "refund": f"Was refunded {amount}".strip(),
        "restored": "Restored",
        "subscribed": f"Agreed to {_consent(event_data)}",
        "task_completed": f"Task done: {event_data['title']}" if event_data.get("title") else "Task done",
        "unsubscribed": f"Unsubscribed from {_consent(event_data)}" if event_data.get("purpose") else "Unsubscribed",
    }
    return sentences.get(event_type, event_type.replace("_", " ").capitalize())


def _said(event_data: dict[str, Any]) -> str:
    return f": {event_data['message']}" if event_data.get("message") else ""


def _note(event_data: dict[str, Any]) -> str:
    return f" ({event_data['note']})" if event_data.get("note") else ""


def _words(event_data: dict[str, Any]) -> str:
    how = {"whatsapp": " on WhatsApp", "sms": " by SMS", "email": " by e-mail"}.get(str(event_data.get("channel")), "")
    return f"{how}: {event_data['text']}" if event_data.get("text") else how


def _consent(event_data: dict[str, Any]) -> str:
    purpose, channel = str(event_data.get("purpose") or "news"), str(event_data.get("channel") or "")
    return f"{purpose} ({channel})" if channel else purpose


def _amount(event_data: dict[str, Any]) -> str:
    amount, currency = event_data.get("amount"), event_data.get("currency")
    if not isinstance(amount, int | float) or not isinstance(currency, str):
        return ""
    return f"{currency} {amount:,.{exponent(currency)}f}"
