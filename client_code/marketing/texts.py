"""What the marketing screens say."""

from ..shared import formats

VIEWS_NAME = "Views"
VIEWS = (
    ("all", "To do"),
    ("mine", "Mine"),
    ("due", "Your day"),
    ("today", "Today"),
    ("overdue", "Overdue"),
    ("unassigned", "Unassigned"),
    ("completed", "Done"),
)
EMPTY = {
    "all": ("Nothing to do", "Tasks that you add, and those that bookings call for, are listed here."),
    "mine": ("Nothing for you to do", "Tasks that are assigned to you are listed here."),
    "due": ("Nothing for you today", "Tasks due by tonight that are yours, or nobody's yet, are listed here."),
    "today": ("Nothing is due today", "Tasks that are due by tonight, and late ones, are listed here."),
    "overdue": ("Nothing is late", "Tasks whose time has passed are listed here."),
    "unassigned": ("Every task is somebody's", "Tasks that nobody has taken on are listed here."),
    "completed": ("Nothing done yet", "Done tasks are listed here for 90 days."),
}
ADD_TASK = "Add a task"
NEW_TASK = "New task"
EDIT_TASK = "Edit task"
CANCEL = "Cancel"
DONE = "Done: {}"
DELETED = "Deleted: {}"
MOVED = "Moved {}"
TAKEN = "Yours now: {}"
TAKE_ON = "Take it on"
CHOOSE = "Choose several"
CHOSEN = "{} chosen"
ABOUT = "About {}"
WHEN = "When is it due?"
NEEDS_DATE = "Please choose a day."
NEEDS_TITLE = "Please say what is to be done."
NOBODY = "Nobody"
NO_DUE_DATE = "No date"
OPEN = "Open"
DELETE = "Delete"
SNOOZE = (
    ("In an hour", 0, 1),
    ("Tomorrow", 1, 0),
    ("In three days", 3, 0),
    ("Next week", 7, 0),
    ("Choose a day", None, 0),
)
MOVE_MANY = (("Tomorrow", 1), ("Next week", 7), ("Choose a day", None))
PRIORITIES = [("Low", "low"), ("Normal", "normal"), ("High", "high")]
REPEATS = [
    ("Once", None),
    ("Every day", ("day", 1)),
    ("Every week", ("week", 1)),
    ("Every two weeks", ("week", 2)),
    ("Every month", ("month", 1)),
    ("Every year", ("year", 1)),
]
EVERY = {"day": ("every day", "every {} days"), "week": ("every week", "every {} weeks")}
EVERY.update({"month": ("every month", "every {} months"), "year": ("every year", "every {} years")})


def summary(counts, locale):
    """`6 to do, 2 late`."""
    late = ", {} late".format(formats.number(counts["overdue"], locale)) if counts["overdue"] else ""
    return "{} to do{}".format(formats.number(counts["all"], locale), late)


def done_many(count, locale):
    """`3 tasks done`."""
    return formats.plural(count, "task", "tasks", locale) + " done"


def repeat(rule):
    """`every two weeks` for what the server keeps of it; empty for once."""
    if not rule:
        return ""
    one, many = EVERY[rule["every"]]
    return one if rule["n"] == 1 else many.format(rule["n"])
