"""What the recipients of a campaign, and the cards above them, say."""

GROUPS_NAME = "Recipients by state"
GROUPS = (
    ("", "All"),
    ("pending", "Pending"),
    ("sent", "Sent"),
    ("failed", "Failed"),
    ("left_out", "Left out"),
    ("unknown", "Not certain"),
)
ALL_CHANNELS = "All channels"
CHIPS = {
    "pending": "chip-neutral",
    "sent": "chip-active",
    "failed": "chip-error",
    "left_out": "chip-quiet",
    "unknown": "chip-warning",
}
EMPTY = ("Nobody here", "No recipient is in this state.")
NOT_FOUND = ("Nobody found", "No recipient matches what you typed and chose above.")
NOT_PLANNED = ("Nobody yet", "The recipients are listed here once the campaign begins.")
RETRY = "Try the failed again"
RETRIED = ("1 message waits again", "{} messages wait again")
REMOVE, REMOVE_SELECTED = "Remove", ("Remove 1 from the list", "Remove {} from the list")
REMOVED = ("1 person gets nothing any more", "{} people get nothing any more")
MARK_SENT, SEND_AGAIN = "It arrived", "It did not: send again"
OPEN_CONTACT = "Open contact"
SELECT = "Select {}"
CARDS = (("total", "Total"), ("sent", "Sent"), ("failed", "Failed"), ("pending", "Pending"), ("left_out", "Left out"))
WITH_SHARE = ("sent", "failed")
SHARE = "{} ({})"
SPLIT = "{}: {}"
OFFER = "{offer}: {redeemed} of {given} codes redeemed, {revenue} of sales"
