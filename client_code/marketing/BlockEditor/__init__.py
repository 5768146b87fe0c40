"""One part of a mail; item: `block`, `is_first`. Raises `x-change`, `x-move` and `x-remove` on its panel."""

from anvil import handle

from ...shared.menus import menu_item
from .. import campaign_texts as texts
from .. import campaign_view
from ._anvil_designer import BlockEditorTemplate

UP, DOWN, REMOVE = "Move up", "Move down", "Remove"


class BlockEditor(BlockEditorTemplate):
    def __init__(self, **properties):
        super().__init__(**properties)
        block = self.item["block"]
        self.boxes = {
            "text": self.txt_long if block["kind"] == "text" else self.txt_text,
            "label": self.txt_label,
            "url": self.txt_url,
            "alt": self.txt_alt,
        }
        self.lbl_kind.text = texts.BLOCK_NAMES[block["kind"]]
        for box in (self.txt_long, self.txt_text, self.txt_label, self.txt_url, self.txt_alt):
            box.visible = False
        for name in campaign_view.BLOCK_FIELDS.get(block["kind"], ()):
            box = self.boxes[name]
            box.visible, box.text = True, block[name]
            box.add_event_handler("change", self.typed)
        self.menu_part.menu_items = [
            menu_item(UP, "mi:arrow_upward", self.mover(-1), visible=not self.item["is_first"]),
            menu_item(DOWN, "mi:arrow_downward", self.mover(1)),
            menu_item(REMOVE, "mi:delete", self.remove),
        ]

    def typed(self, **event_args):
        """Keep what is typed at once: the preview follows it."""
        for name in campaign_view.BLOCK_FIELDS[self.item["block"]["kind"]]:
            self.item["block"][name] = self.boxes[name].text or ""
        self.parent.raise_event("x-change")

    def mover(self, step):
        def move(**event_args):
            self.parent.raise_event("x-move", block=self.item["block"], step=step)

        return move

    def remove(self, **event_args):
        self.parent.raise_event("x-remove", block=self.item["block"])

    @handle("", "show")
    def form_show(self, **event_args):
        if not any(self.item["block"].get(name) for name in ("text", "label", "url")) and not self.item["is_first"]:
            for name in campaign_view.BLOCK_FIELDS.get(self.item["block"]["kind"], ())[:1]:
                self.boxes[name].focus()
