"""What the dashboard says."""

import json

GREETINGS = ("Good morning", "Good afternoon", "Good evening")
FIRST_RUN = (
    "Bring in the people you already know",
    (
        "Contacts are the heart of everything here: bookings, orders, invoices and mail all start with a person. "
        "Import a list from a spreadsheet or another program, or add the first one by hand."
    ),
    "Import contacts",
)
NO_ACTIVITY = "Nothing has happened in the last seven days."

# The same question as the server's for this figure (`server_customers.queries`): it opens whom it counts.
NEW_THIS_WEEK = {
    "sort": "date_added",
    "conditions": json.dumps([{"field": "date_added", "op": "in_last", "value": 7}]),
}
METRICS = (
    ("contacts", "Contacts", "in all", {}),
    ("new_this_week", "New this week", "added in the last 7 days", NEW_THIS_WEEK),
    ("leads", "Leads", "not yet customers", {"status": "lead"}),
    ("customers", "Customers", "have bought or booked", {"status": "customer"}),
    ("at_risk", "At risk", "quiet for 90 days", {"lifecycle_stage": "at_risk"}),
    ("lost", "Lost", "quiet for 180 days", {"lifecycle_stage": "lost"}),
)

DUE = "To do today ({})"
DUE_NONE = "To do today"
NOTHING_DUE = "Nothing is due today."
LATE_ONE = "is late"
LATE_MANY = "are late"

PERIOD = "Period of the charts"
PERIODS = (("weeks", "Last 12 weeks"), ("months", "Last 12 months"))
NEW_CONTACTS = "New contacts"
BOOKINGS = "Bookings by arrival"
LIFECYCLE = "Where contacts stand"
# Of each chart: what its bars add up to, for one, for many, for none.
NEW = ("new contact", "new contacts", "No new contacts")
BOOKED = ("booking", "bookings", "No bookings")
NOW = ("contact now", "contacts now", "No contacts")
STAGES = {"new": "New", "active": "Active", "at_risk": "At risk", "lost": "Lost"}
