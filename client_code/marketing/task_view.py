"""A task of the server as its row shows it, and when things are due."""

from datetime import timedelta

from ..shared import app_context, clock
from . import texts

DAY = timedelta(days=1)


def as_row(task):
    """The item of a `TaskRow` or `ContactTaskRow`."""
    shown = task["completed_at"] if task["completed"] else task["due_date"]
    due = due_words(clock.local(shown), clock.now(), clock.day(shown))
    return dict(
        task,
        due_text=clock.ago(shown) if task["completed"] else due,
        due_exact=clock.exact(shown),
        due_role=["state", "chip-error"] if task["overdue"] else ["state", "chip-neutral"],
        repeat_text=texts.repeat(task["repeat"]),
    )


def new_task(title=""):
    """What the editor begins with: a task of the person's own."""
    user = app_context.user() or {}
    return {
        "title": title,
        "description": "",
        "due_date": None,
        "priority": "normal",
        "assigned_to": user.get("email"),
    }


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
