"""A task in the list.

Raises `x-done`, `x-open`, `x-choose` and `x-act` with an `action` on its panel. Its `chosen` is None while nobody
is choosing.
"""

from anvil import handle

from ...shared import app_context, pages
from ...shared.menus import fill_once, menu_item
from .. import task_actions, texts
from ._anvil_designer import TaskRowTemplate


class TaskRow(TaskRowTemplate):
    def __init__(self, **properties):
        super().__init__(**properties)
        may_change = app_context.may("tasks.manage")
        is_choosing = self.item["chosen"] is not None
        self.cb_done.visible, self.cb_choose.visible = not is_choosing, is_choosing
        self.cb_done.enabled = self.menu_row.visible = may_change

    @handle("cb_done", "change")
    def cb_done_change(self, **event_args):
        self.parent.raise_event("x-done", task=self.item, done=self.cb_done.checked)

    @handle("cb_choose", "change")
    def cb_choose_change(self, **event_args):
        self.parent.raise_event("x-choose", task=self.item, chosen=self.cb_choose.checked)

    @handle("lnk_title", "click")
    def open_task(self, **event_args):
        self.parent.raise_event("x-open", task=self.item)

    @handle("lnk_contact", "click")
    def lnk_contact_click(self, **event_args):
        pages.open_page("contact", contact_id=self.item["contact_id"])

    @handle("menu_row", "click")
    def menu_row_click(self, **event_args):
        fill_once(self.menu_row, self.menu_entries)

    def menu_entries(self):
        items = [menu_item(texts.OPEN, "mi:edit", self.open_task)]
        if not self.item["completed"]:
            if self.item["assigned_to"] != (app_context.user() or {}).get("email"):
                items.append(menu_item(texts.TAKE_ON, "mi:back_hand", self.doer(task_actions.take_on)))
            for text, days, hours in texts.SNOOZE:
                items.append(menu_item(text, "mi:schedule", self.mover(days, hours)))
        items.append(menu_item(texts.DELETE, "mi:delete", self.doer(task_actions.delete)))
        return items

    def doer(self, action):
        """A handler that lets the form do `action` with this task."""
        return lambda **event_args: self.parent.raise_event("x-act", action=lambda form: action(form, self.item))

    def mover(self, days, hours):
        """A handler that puts the task off so long."""
        task_ids = [self.item["task_id"]]

        def move(form):
            task_actions.move(form, task_ids, days, hours)

        return lambda **event_args: self.parent.raise_event("x-act", action=move)
