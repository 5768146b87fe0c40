"""How an event of a contact's history is shown: its icon, its words, its time."""

from . import app_context, clock, formats

UNKNOWN_ICON = "mi:history"
ICONS = {
    "address_changed": "mi:alternate_email",
    "created": "mi:person_add",
    "note": "mi:sticky_note_2",
    "deleted": "mi:archive",
    "edited": "mi:edit",
    "form_sent": "mi:contact_mail",
    "merged": "mi:merge",
    "restored": "mi:unarchive",
    "booking": "mi:calendar_month",
    "offer_redeemed": "mi:redeem",
    "order": "mi:shopping_bag",
    "own_event": "mi:bolt",
    "refund": "mi:undo",
    "email": "mi:mail",
    "email_sent": "mi:send",
    "email_opened": "mi:drafts",
    "email_clicked": "mi:ads_click",
    "message_received": "mi:chat",
    "message_sent": "mi:reply",
    "subscribed": "mi:mark_email_read",
    "unsubscribed": "mi:unsubscribe",
    "task_completed": "mi:task_alt",
}
EDITED = "edited"
SALES = {"booking": "Booked {}", "order": "Ordered {}", "refund": "Was refunded {}"}


def as_item(event, with_contact=False):
    """The item an `ActivityItem` shows for an event of the server."""
    kind = event.get("event_type") or ""
    is_note = kind == "note"
    said = _sale(kind, event.get("event_data") or {}) or event.get("description") or kind.replace("_", " ").capitalize()
    details = event.get("event_data") or {}
    marks = (clock.ago(event.get("event_date")), event.get("author"), EDITED if details.get("edited_at") else "")
    return {
        "event": event,
        "is_own_note": is_note and bool(details.get("author")) and details["author"] == _me(),
        "icon": ICONS.get(kind, UNKNOWN_ICON),
        "title": "Note" if is_note else said,
        "text": said if is_note else "",
        "when": " · ".join(mark for mark in marks if mark),
        "exact": clock.exact(event.get("event_date")),
        "contact_name": (event.get("contact_name") or "") if with_contact else "",
        "contact_id": event.get("contact_id") or "",
        "files": details.get("files") or [],
    }


def _me():
    """Who could change a note here: the signed-in person's address, None without the permission."""
    return (app_context.user() or {}).get("email") if app_context.may("customers.manage") else None


def _sale(kind, details):
    """What was sold, with the amount as the screens write it; the server's sentence names the currency by its code."""
    if kind not in SALES or details.get("amount") is None:
        return ""
    amount = formats.money(details["amount"], details.get("currency"), app_context.config().get("locale"))
    return SALES[kind].format(amount)
