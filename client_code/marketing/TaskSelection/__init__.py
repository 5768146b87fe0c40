"""What to do with several tasks at once; raises `x-done`, `x-move` with `days` (None to choose), and `x-end`."""

from anvil import handle
from m3.components import Button

from .. import texts
from ._anvil_designer import TaskSelectionTemplate


class TaskSelection(TaskSelectionTemplate):
    def __init__(self, **properties):
        super().__init__(**properties)
        for text, days in texts.MOVE_MANY:
            button = Button(text=text, appearance="text")
            button.add_event_handler("click", self._mover(days))
            self.flow_moves.add_component(button)

    def show(self, count):
        """Say how many are chosen."""
        self.lbl_count.text = texts.CHOSEN.format(count)
        self.btn_done.enabled = count > 0
        for button in self.flow_moves.get_components():
            button.enabled = count > 0

    def _mover(self, days):
        return lambda **event_args: self.raise_event("x-move", days=days)

    @handle("btn_done", "click")
    def btn_done_click(self, **event_args):
        self.raise_event("x-done")

    @handle("btn_end", "click")
    def btn_end_click(self, **event_args):
        self.raise_event("x-end")
