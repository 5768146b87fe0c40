"""One part of a mail; item: `block`, `in_columns`, `takes_focus`.

Raises `x-change`, `x-move`, `x-copy` and `x-remove` on its panel. Alt with an arrow moves it.
"""

from anvil import handle
from anvil.js import get_dom_node

from ...shared.menus import menu_item
from .. import mail_texts as texts
from ..block_inputs import make_input
from ._anvil_designer import BlockEditorTemplate

FIELD = "input:not([hidden]), textarea"
STEPS = {"ArrowUp": -1, "ArrowDown": 1}


class BlockEditor(BlockEditorTemplate):
    def __init__(self, **properties):
        super().__init__(**properties)
        block = self.item["block"]
        self.lbl_kind.text = texts.BLOCK_NAMES[block["kind"]]
        self.lbl_hint.text = texts.HEADER_HINT
        self.lbl_hint.visible = block["kind"] == "header"
        self.show_fields()
        self.show_columns()
        self.menu_part.menu_items = [
            menu_item(texts.UP, "mi:arrow_upward", self.mover(-1)),
            menu_item(texts.DOWN, "mi:arrow_downward", self.mover(1)),
            menu_item(texts.COPY, "mi:content_copy", self.copy),
            menu_item(texts.REMOVE, "mi:delete", self.remove),
        ]

    def show_fields(self):
        self.fields.clear()
        for kind, name, label in texts.FIELDS[self.item["block"]["kind"]]:
            self.fields.add_component(make_input(kind, self.item["block"], name, label, self.changed))

    def show_columns(self):
        """The parts in two columns are lists of their own."""
        self.halves.visible = self.item["block"]["kind"] == "columns"
        if self.halves.visible:
            self.left.show(self.item["block"]["left"], texts.ADD_LEFT)
            self.right.show(self.item["block"]["right"], texts.ADD_RIGHT)

    @handle("left", "x-change")
    @handle("right", "x-change")
    def changed(self, is_filled=False, **event_args):
        """Keep what is typed at once: the preview follows it. What was filled in is shown."""
        if is_filled:
            self.show_fields()
        self.parent.raise_event("x-change")

    def mover(self, step):
        def move(**event_args):
            self.parent.raise_event("x-move", block=self.item["block"], step=step)

        return move

    def copy(self, **event_args):
        self.parent.raise_event("x-copy", block=self.item["block"])

    def remove(self, **event_args):
        self.parent.raise_event("x-remove", block=self.item["block"])

    def key_down(self, event, **event_args):
        if event.altKey and event.key in STEPS:
            event.preventDefault()
            event.stopPropagation()
            self.mover(STEPS[event.key])()

    @handle("", "show")
    def form_show(self, **event_args):
        if self.item["takes_focus"]:
            inside, menu = get_dom_node(self.fields), get_dom_node(self.menu_part)
            (inside.querySelector(FIELD) or menu.querySelector("button")).focus()
