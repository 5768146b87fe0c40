"""A step on the line of time. Raises `x-edit`, `x-move`, `x-switch` and `x-remove` on its panel."""

from anvil import handle
from anvil.js import get_dom_node

from ...shared.menus import menu_item
from .. import sequence_texts as texts
from ._anvil_designer import SequenceStepRowTemplate


class SequenceStepRow(SequenceStepRowTemplate):
    def __init__(self, **properties):
        super().__init__(**properties)
        step = self.item
        self.lbl_wrong.visible = bool(step["wrong_text"]) and step["is_active"]
        self.lbl_off.visible = not step["is_active"]
        self.lnk_words.visible = self.menu_step.visible = step["may_write"]
        self.lbl_words.visible = not step["may_write"]
        switch = (texts.SWITCH_OFF, "mi:toggle_off") if step["is_active"] else (texts.SWITCH_ON, "mi:toggle_on")
        self.menu_step.menu_items = [
            menu_item(texts.EDIT, "mi:edit", self.teller("x-edit")),
            menu_item(texts.MOVE_UP, "mi:arrow_upward", self.teller("x-move", by=-1), not step["is_first"]),
            menu_item(texts.MOVE_DOWN, "mi:arrow_downward", self.teller("x-move", by=1), not step["is_last"]),
            menu_item(switch[0], switch[1], self.teller("x-switch")),
            menu_item(texts.REMOVE, "mi:delete", self.teller("x-remove")),
        ]

    @handle("", "show")
    def form_show(self, **event_args):
        get_dom_node(self.step).classList.toggle("sequence-step-off", not self.item["is_active"])

    def teller(self, event, **told):
        def tell(**event_args):
            self.parent.raise_event(event, step=self.item, **told)

        return tell

    @handle("lnk_words", "click")
    def lnk_words_click(self, **event_args):
        self.parent.raise_event("x-edit", step=self.item)
