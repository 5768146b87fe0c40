"""What the person has to do today, and what is late; raises `x-changed` with `text` and `undo` or None."""

from anvil import handle

from ...marketing import task_view
from ...marketing.TaskEditor import TaskEditor
from ...marketing.texts import DONE
from ...shared import app_context, formats, pages
from ...shared.server_calls import call
from .. import texts
from ._anvil_designer import DuePanelTemplate


class DuePanel(DuePanelTemplate):
    def __init__(self, **properties):
        super().__init__(**properties)

    def show(self, due):
        """Show the server's `tasks`, `total` and `overdue`; None hides it, where this person has no tasks to see."""
        self.visible = due is not None
        if due is None:
            return
        locale = app_context.config().get("locale")
        late = formats.plural(due["overdue"], texts.LATE_ONE, texts.LATE_MANY, locale)
        self.lbl_title.text = texts.DUE.format(formats.number(due["total"], locale)) if due["total"] else texts.DUE_NONE
        self.lbl_empty.text = late if due["overdue"] else texts.NOTHING_DUE if not due["total"] else ""
        self.lbl_empty.visible = bool(self.lbl_empty.text)
        self.rp_tasks.items = [task_view.as_row(task) for task in due["tasks"]]

    @handle("rp_tasks", "x-done")
    def done(self, task, **event_args):
        call("complete_task", task["task_id"])
        undo = lambda: call("reopen_task", task["task_id"])  # noqa: E731 - as short as what it does
        self.raise_event("x-changed", text=DONE.format(task["title"]), undo=undo)

    @handle("rp_tasks", "x-open")
    def open_task(self, task, **event_args):
        if not app_context.may("tasks.manage"):
            self.lnk_all_click()
        elif TaskEditor.edit(task, call("list_colleagues")["colleagues"]):
            self.raise_event("x-changed", text="", undo=None)

    @handle("lnk_all", "click")
    def lnk_all_click(self, **event_args):
        pages.open_page("tasks", view="due")
