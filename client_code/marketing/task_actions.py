"""What is done to tasks from their list, each with its undoing; `form` has `load()` and `layout`."""

from ..shared import app_context, clock, formats
from ..shared.server_calls import call
from . import task_view, texts
from .TaskDateDialog import TaskDateDialog


def done(form, task_ids, text):
    """Mark as done at once, and offer to take it back."""
    call("complete_tasks", task_ids)
    form.load()
    form.layout.offer_undo(text, lambda: _undo(form, "reopen_tasks", task_ids))


def move(form, task_ids, days=0, hours=0):
    """Put off by so much, or to a time that is asked for where `days` is None; and offer to take it back."""
    until = TaskDateDialog.choose() if days is None else task_view.later(clock.now(), days, hours)
    if until is None:
        return
    # The dialog knows the day and hour the person means, which the server reads by the business's clocks.
    due = until.replace(tzinfo=None).isoformat()
    before = call("reschedule_tasks", dict.fromkeys(task_ids, due))["before"]
    form.load()
    form.layout.offer_undo(moved(len(task_ids)), lambda: _undo(form, "reschedule_tasks", before))


def moved(count):
    """`Moved 1 task`, `Moved 12 tasks`."""
    return texts.MOVED.format(formats.plural(count, "task", "tasks", app_context.config().get("locale")))


def delete(form, task):
    """Remove, and offer to make it again."""
    gone = call("delete_task", task["task_id"])["task"]
    form.load()
    form.layout.offer_undo(texts.DELETED.format(gone["title"]), lambda: _undo(form, "create_task", gone))


def take_on(form, task):
    """Let it be the person's own, and offer to give it back."""
    user = app_context.user() or {}
    call("update_task", task["task_id"], {"assigned_to": user.get("email")})
    form.load()
    back = {"assigned_to": task["assigned_to"]}
    form.layout.offer_undo(texts.TAKEN.format(task["title"]), lambda: _undo(form, "update_task", task["task_id"], back))


def _undo(form, name, *args):
    call(name, *args)
    form.load()
