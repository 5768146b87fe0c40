"""What the page calls things."""

from __future__ import annotations

CHANNELS = {"email": "Mail", "whatsapp": "WhatsApp", "sms": "SMS"}
SERVICES = {"brevo": "Brevo", "ses": "Amazon SES", "twilio": "Twilio", "smtp": "SMTP"}

# Event → its word and its tone.
EVENTS = {
    "accepted": ("Taken", "calm"),
    "request": ("Taken", "calm"),
    "queued": ("Queued", "calm"),
    "sent": ("Sent", "calm"),
    "received": ("Written back", "good"),
    "delivered": ("Delivered", "good"),
    "read": ("Read", "good"),
    "first_open": ("Opened first", "good"),
    "open": ("Opened", "good"),
    "proxy_open": ("Opened by a machine", "calm"),
    "scan": ("Links tried by a machine", "calm"),
    "blocked": ("Blocked", "bad"),
    "unsubscribe": ("Unsubscribed there", "warn"),
    "click": ("Clicked", "good"),
    "one_click": ("Unsubscribed", "warn"),
    "soft_bounce": ("Soft bounce", "warn"),
    "deferred": ("Put off", "warn"),
    "hard_bounce": ("Hard bounce", "bad"),
    "complaint": ("Complaint", "bad"),
    "undelivered": ("Not delivered", "bad"),
    "failed": ("Failed", "bad"),
}

# Groups of switches: name → label and unit.
SWITCHES = {
    "Requests": {
        "down": ("The line is cut", ""),
        "per_second": ("Most a second (0: any)", ""),
        "too_many": ("Too many requests", "%"),
        "retry_after": ("… try again after", "s"),
        "broken": ("Broken (500)", "%"),
        "refused": ("Refused", "%"),
        "hold": ("Answer late by", "s"),
        "cut_off": ("Taken, then cut off", "%"),
    },
    "Receivers": {
        "hard_bounce": ("Hard bounces", "%"),
        "soft_bounce": ("Soft bounces", "%"),
        "busy": ("Texts fail: too many at once", "%"),
        "complaint": ("Complaints", "%"),
        "opened": ("Open it", "%"),
        "clicked": ("Follow a link", "%"),
        "scanned": ("Machines follow all links", "%"),
        "stop": ("Write STOP", "%"),
    },
    "Callbacks": {
        "late": ("Late by", "s"),
        "lost": ("Lost", "%"),
        "doubled": ("Sent twice", "%"),
        "reordered": ("Out of order", "%"),
        "forged": ("With a forged one beside", "%"),
    },
}
