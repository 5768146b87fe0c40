"""A task of the server as its row shows it, and when things are due; pure."""

from datetime import timedelta

from . import texts

DAY = timedelta(days=1)


def due_words(due, now, exact):
    """`Today`, `Tomorrow`, `3 days late`, else `exact`, its date; local datetimes of the business's zone."""
    if due is None:
        return texts.NO_DUE_DATE
    days = (due.date() - now.date()).days
    if days == 0:
        return "Today" if due >= now else "Late today"
    if days == 1:
        return "Tomorrow"
    if days == -1:
        return "Since yesterday"
    if days < 0:
        return "{} days late".format(-days)
    return exact


def later(now, days, hours):
    """The moment so much later; whole days keep to nine o'clock."""
    if days:
        return (now + days * DAY).replace(hour=9, minute=0, second=0, microsecond=0)
    return now + timedelta(hours=hours)
