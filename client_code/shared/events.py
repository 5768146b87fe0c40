"""How an event of a contact's history is shown: its icon, its words, its time."""

from . import app_context, clock, formats

UNKNOWN_ICON = "mi:history"
ICONS = {
    "created": "mi:person_add",
    "note": "mi:sticky_note_2",
    "deleted": "mi:archive",
    "restored": "mi:unarchive",
    "booking": "mi:calendar_month",
    "order": "mi:shopping_bag",
    "refund": "mi:undo",
    "email": "mi:mail",
    "email_sent": "mi:send",
    "email_opened": "mi:drafts",
    "email_clicked": "mi:ads_click",
    "unsubscribed": "mi:unsubscribe",
    "task_completed": "mi:task_alt",
}
SALES = {"booking": "Booked {}", "order": "Ordered {}", "refund": "Was refunded {}"}


def as_item(event, with_contact=False):
    """The item an `ActivityItem` shows for an event of the server."""
    kind = event.get("event_type") or ""
    is_note = kind == "note"
    said = _sale(kind, event.get("event_data") or {}) or event.get("description") or kind.replace("_", " ").capitalize()
    when = clock.ago(event.get("event_date"))
    author = event.get("author") or ""
    return {
        "icon": ICONS.get(kind, UNKNOWN_ICON),
        "title": "Note" if is_note else said,
        "text": said if is_note else "",
        "when": "{} · {}".format(when, author) if author else when,
        "exact": clock.exact(event.get("event_date")),
        "contact_name": (event.get("contact_name") or "") if with_contact else "",
        "contact_id": event.get("contact_id") or "",
    }


def _sale(kind, details):
    """What was sold, with the amount as the screens write it; the server's sentence names the currency by its code."""
    if kind not in SALES or details.get("amount") is None:
        return ""
    amount = formats.money(details["amount"], details.get("currency"), app_context.config().get("locale"))
    return SALES[kind].format(amount)
