"""What the customers' own pages say."""

from ..shared import formats

HELLO = "Hello, {}"
HELLO_NAMELESS = "Hello"
AT = "Your page at {}"
NO_BOOKING = ("No booking ahead", "What you book with {} stands here.", "")
NO_PAST = ("Nothing here yet", "Your earlier bookings with {} stand here.", "")
UPCOMING = "Coming up"
PAST = "Earlier"
VIEWS = ((True, UPCOMING), (False, PAST))
SAVED = "Your details are saved."
CONSENT_ON = "Noted: you agree."
CONSENT_OFF = "Noted: you no longer agree."
STATUS = {
    "pending": "Waiting for confirmation",
    "confirmed": "Confirmed",
    "cancelled": "Cancelled",
    "completed": "Completed",
    "no_show": "Missed",
}
TONES = {"confirmed": "chip-active", "pending": "chip-warning", "cancelled": "chip-error"}


def bookings(count, locale):
    """The line over the next bookings."""
    return formats.plural(count, "booking ahead", "bookings ahead", locale)
