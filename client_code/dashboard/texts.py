"""What the dashboard says."""

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

METRICS = (
    ("contacts", "Contacts", "in all", {}),
    ("new_this_week", "New this week", "added in the last 7 days", {"sort": "date_added"}),
    ("leads", "Leads", "not yet customers", {"status": "lead"}),
    ("customers", "Customers", "have bought or booked", {"status": "customer"}),
    ("at_risk", "At risk", "quiet for 90 days", {"lifecycle_stage": "at_risk"}),
    ("lost", "Lost", "quiet for 180 days", {"lifecycle_stage": "lost"}),
)
