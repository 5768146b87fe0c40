"""Checkbox, RadioButton, RadioGroupPanel, Switch and Slider, bound to an item."""

from anvil import handle

from ._anvil_designer import ChoicesTemplate


class Choices(ChoicesTemplate):
    def __init__(self, **properties):
        self.item = {"agreed": True, "size": "large", "notice": False, "share": 4}
        super().__init__(**properties)
        self.layout.select("choices")
        self.cb_some.checked = None

    @handle("cb_bound", "change")
    @handle("cb_some", "change")
    @handle("rg_size", "change")
    @handle("rb_small", "select")
    @handle("sw_bound", "change")
    @handle("sl_bound", "change")
    @handle("sl_bound", "change_end")
    def told(self, sender, event_name, **event_args):
        self.lbl_said.text = f"{event_name} {self.item!r} some={self.cb_some.checked!r}"
