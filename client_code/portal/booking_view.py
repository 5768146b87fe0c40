"""A customer's bookings as the rows of their pages; pure."""

from ..shared import formats
from . import texts


def row(booking, day, exact, locale):
    """The item of an `OwnBookingRow`; `day` and `exact` write times in the zone of the business."""
    begins, ends = booking["start_datetime"], booking["end_datetime"]
    first, last = day(begins), day(ends)
    about = [booking["location"], booking["booking_number"]]
    if booking["total"] is not None:
        about.append(formats.money(booking["total"], booking["currency"], locale))
    return {
        "when": first if first == last else "{} – {}".format(first, last),
        "when_exact": "{} – {}".format(exact(begins), exact(ends)),
        "about": " · ".join(each for each in about if each),
        "state": texts.STATUS.get(booking["status"], booking["status"]),
        "tone": ["state", texts.TONES.get(booking["status"], "chip-neutral")],
    }
