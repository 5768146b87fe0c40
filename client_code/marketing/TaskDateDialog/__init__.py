"""A dialog to choose when tasks are due; closes with the naive datetime, the business's time, or None."""

from anvil import handle

from ...shared import dialogs
from .. import texts
from ._anvil_designer import TaskDateDialogTemplate


class TaskDateDialog(TaskDateDialogTemplate):
    def __init__(self, **properties):
        super().__init__(**properties)

    @classmethod
    def choose(cls):
        """The chosen time, or None."""
        return dialogs.edit(cls(), texts.WHEN)

    @handle("btn_move", "click")
    def btn_move_click(self, **event_args):
        if self.dp_due.date:
            return self.raise_event("x-close-alert", value=self.dp_due.date)
        self.lbl_problem.text = texts.NEEDS_DATE

    @handle("btn_cancel", "click")
    def btn_cancel_click(self, **event_args):
        self.raise_event("x-close-alert", value=False)
