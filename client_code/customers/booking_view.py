"""A booking of the server as its row shows it."""

from ..shared import app_context, clock, formats
from . import texts

TONES = {"confirmed": "active", "pending": "warning", "no_show": "error"}
WORDS = {
    "pending": "To confirm",
    "confirmed": "Confirmed",
    "cancelled": "Cancelled",
    "completed": "Been",
    "no_show": "Did not come",
}
UPCOMING = ("pending", "confirmed")


def as_row(booking):
    """The item of a `BookingRow`."""
    start, end = booking["start_datetime"], booking["end_datetime"]
    locale = app_context.config().get("locale")
    total = formats.money(booking["total"], booking["currency"], locale) if booking["total"] is not None else ""
    parts = (booking["booking_number"], booking.get("location"), total)
    is_ahead = booking["status"] in UPCOMING and clock.local(end) >= clock.now()
    return {
        "number": booking["booking_number"],
        "can_confirm": is_ahead and app_context.may("bookings.manage"),
        "when": span(clock.local(start), clock.local(end), clock.day(start), clock.day(end)),
        "exact": "{} – {}".format(clock.exact(start), clock.exact(end)),
        "about": " · ".join(part for part in parts if part),
        "status": WORDS.get(booking["status"], booking["status"]),
        "status_tone": "chip-" + TONES.get(booking["status"], "neutral"),
    }


def span(start, end, first_day, last_day):
    """`3 Jan 2026, 2 nights`, or the day alone; local datetimes and the same as text."""
    nights = (end.date() - start.date()).days
    return texts.NIGHTS.format(first_day, formats.plural(nights, "night", "nights")) if nights > 0 else first_day


def next_of(bookings, now):
    """The booking that begins first of those to come, of a list with the latest first; None for none."""
    coming = [each for each in bookings if each["start_datetime"] >= now and each["status"] in UPCOMING]
    return coming[-1] if coming else None
