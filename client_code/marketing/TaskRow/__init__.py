"""A task in the list. Raises `x-done`, `x-open`, `x-move`, `x-delete` on its panel."""

from anvil import handle

from ...shared import app_context, pages
from ...shared.menus import menu_item
from .. import texts
from ._anvil_designer import TaskRowTemplate


class TaskRow(TaskRowTemplate):
    def __init__(self, **properties):
        self._has_menu = False
        super().__init__(**properties)
        may_change = app_context.may("tasks.manage")
        self.cb_done.enabled = self.menu_row.visible = may_change

    @handle("cb_done", "change")
    def cb_done_change(self, **event_args):
        self.parent.raise_event("x-done", task=self.item, done=self.cb_done.checked)

    @handle("lnk_title", "click")
    def open_task(self, **event_args):
        self.parent.raise_event("x-open", task=self.item)

    @handle("lnk_contact", "click")
    def lnk_contact_click(self, **event_args):
        pages.open_page("contact", contact_id=self.item["contact_id"])

    @handle("menu_row", "click")
    def menu_row_click(self, **event_args):
        """Fill the menu the first time it opens."""
        if self._has_menu:
            return
        self._has_menu = True
        items = [menu_item(texts.OPEN, "mi:edit", self.open_task)]
        if not self.item["completed"]:
            for text, days, hours in texts.SNOOZE:
                items.append(menu_item(text, "mi:schedule", self.mover(days, hours)))
        items.append(menu_item(texts.DELETE, "mi:delete", self.delete))
        self.menu_row.menu_items = items

    def mover(self, days, hours):
        """A handler that puts the task off so long."""

        def move(**event_args):
            self.parent.raise_event("x-move", task=self.item, days=days, hours=hours)

        return move

    def delete(self, **event_args):
        self.parent.raise_event("x-delete", task=self.item)
