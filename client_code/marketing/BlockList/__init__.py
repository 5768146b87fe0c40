"""The parts of a mail, or of one of its columns, in their order, which can be changed. Raises `x-change`."""

import copy

import anvil
from anvil import handle

from ...shared.menus import menu_item
from .. import mail_texts as texts
from .. import mail_view
from ._anvil_designer import BlockListTemplate


class BlockList(BlockListTemplate):
    def __init__(self, **properties):
        self.blocks = []
        super().__init__(**properties)

    def show(self, blocks, add_label=""):
        """Edit the list `blocks` in place; one with an `add_label` of its own is a column."""
        self.blocks, self.in_columns = blocks, bool(add_label)
        self.menu_add.text = add_label or texts.ADD
        parts = mail_view.offered(self.in_columns)
        self.menu_add.menu_items = [menu_item(name, icon, self.adder(kind)) for kind, name, icon in parts]
        self.draw()

    def draw(self, focused=None):
        self.rp_blocks.items = [
            {"block": block, "in_columns": self.in_columns, "takes_focus": block is focused} for block in self.blocks
        ]

    def put(self, blocks, focused=None):
        """Let the mail have other parts, the focus on one of them."""
        self.blocks[:] = blocks
        self.draw(focused)
        self.changed()

    @handle("rp_blocks", "x-change")
    def changed(self, **event_args):
        self.raise_event("x-change")

    def adder(self, kind):
        def add(**event_args):
            block = mail_view.new_block(kind)
            self.put(mail_view.inserted(self.blocks, 0 if kind == "header" else len(self.blocks), block), block)

        return add

    @handle("rp_blocks", "x-move")
    def move(self, block, step, **event_args):
        self.put(mail_view.moved(self.blocks, mail_view.place_of(self.blocks, block), step), block)

    @handle("rp_blocks", "x-copy")
    def copy(self, block, **event_args):
        twin = copy.deepcopy(block)
        self.put(mail_view.inserted(self.blocks, mail_view.place_of(self.blocks, block) + 1, twin), twin)

    @handle("rp_blocks", "x-remove")
    def remove(self, block, **event_args):
        place = mail_view.place_of(self.blocks, block)
        self.put(self.blocks[:place] + self.blocks[place + 1 :])
        text = texts.REMOVED.format(texts.BLOCK_NAMES[block["kind"]])
        again = min(place, len(self.blocks))
        anvil.get_open_form().layout.offer_undo(
            text, lambda: self.put(mail_view.inserted(self.blocks, again, block), block)
        )
