"""The open tasks about one contact, to be done or added here; raises `x-changed` with `text` and `undo` or None."""

from anvil import handle

from ...shared import app_context, pages
from ...shared.server_calls import call
from .. import task_view, texts
from ..TaskEditor import TaskEditor
from ._anvil_designer import ContactTasksTemplate

SHOWN = 3


class ContactTasks(ContactTasksTemplate):
    def __init__(self, **properties):
        self.contact_id = ""
        super().__init__(**properties)
        self.btn_add.visible = app_context.may("tasks.manage")

    def show(self, contact_id, tasks):
        """Show what the contact's page got of them; None where this person or business has none to see."""
        self.visible = tasks is not None
        self.contact_id = contact_id
        tasks = tasks or []
        self.rp_tasks.items = [task_view.as_row(task) for task in tasks[:SHOWN]]
        self.lbl_empty.visible = not tasks
        self.lnk_all.visible = len(tasks) > SHOWN

    @handle("rp_tasks", "x-done")
    def done(self, task, **event_args):
        call("complete_task", task["task_id"])
        text = texts.DONE.format(task["title"])
        self.raise_event("x-changed", text=text, undo=lambda: call("reopen_task", task["task_id"]))

    @handle("rp_tasks", "x-open")
    def open_task(self, task, **event_args):
        if app_context.may("tasks.manage"):
            found = call("get_all_tasks", "all", self.contact_id)["tasks"]
            whole = [each for each in found if each["task_id"] == task["task_id"]]
            if whole and TaskEditor.edit(whole[0], call("list_colleagues")["colleagues"]):
                self.raise_event("x-changed", text="", undo=None)

    @handle("btn_add", "click")
    def add(self, title="", **event_args):
        """Add a task about this contact; `title` is a suggestion."""
        new = dict(task_view.new_task(title), contact_id=self.contact_id)
        if TaskEditor.edit(new, call("list_colleagues")["colleagues"]):
            self.raise_event("x-changed", text="", undo=None)

    @handle("lnk_all", "click")
    def lnk_all_click(self, **event_args):
        pages.open_page("tasks", contact_id=self.contact_id)
