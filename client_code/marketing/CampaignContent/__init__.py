"""What a campaign says: subject, first line, and the parts of the mail, with how it looks beside them."""

from anvil import handle
from anvil.js import get_dom_node

from ...shared.menus import menu_item
from ...shared.server_calls import CallFailed, call
from .. import campaign_texts as texts
from .. import campaign_view
from ._anvil_designer import CampaignContentTemplate

PAUSE_SECONDS = 0.6


class CampaignContent(CampaignContentTemplate):
    def __init__(self, **properties):
        self._asked = 0
        super().__init__(**properties)
        self.menu_add.menu_items = [menu_item(name, icon, self.adder(kind)) for kind, name, icon in texts.BLOCKS]

    def show(self, campaign):
        """Edit `subject`, `preview_text` and `blocks` of a campaign, in place."""
        self.item = campaign
        self.show_blocks()

    def show_blocks(self):
        blocks = self.item["blocks"]
        self.rp_blocks.items = [{"block": block, "is_first": block is blocks[0]} for block in blocks]

    def adder(self, kind):
        def add(**event_args):
            self.item["blocks"] = self.item["blocks"] + [campaign_view.new_block(kind)]
            self.show_blocks()
            self.preview_later()

        return add

    @handle("rp_blocks", "x-move")
    def move(self, block, step, **event_args):
        self.item["blocks"] = campaign_view.moved(self.item["blocks"], self.place_of(block), step)
        self.show_blocks()
        self.preview_later()

    @handle("rp_blocks", "x-remove")
    def remove(self, block, **event_args):
        place = self.place_of(block)
        self.item["blocks"] = self.item["blocks"][:place] + self.item["blocks"][place + 1 :]
        self.show_blocks()
        self.preview_later()

    def place_of(self, block):
        return next(place for place, each in enumerate(self.item["blocks"]) if each is block)

    @handle("rp_blocks", "x-change")
    @handle("txt_subject", "change")
    @handle("txt_preview", "change")
    def preview_later(self, **event_args):
        self.timer_preview.interval = 0
        self.timer_preview.interval = PAUSE_SECONDS

    @handle("timer_preview", "tick")
    def preview(self, **event_args):
        """Show the mail as somebody would read it; an answer that a later one has overtaken is dropped."""
        self.timer_preview.interval = 0
        self._asked += 1
        asked = self._asked
        words = {name: self.item[name] for name in ("subject", "preview_text", "blocks")}
        try:
            seen = call("preview_campaign", words, self.item["purpose"])
        except CallFailed as problem:
            self.lbl_subject.text = problem.text
            return
        if asked == self._asked:
            self.lbl_subject.text = seen["subject"]
            get_dom_node(self.frame).srcdoc = seen["html"]

    @handle("btn_phone", "click")
    def btn_phone_click(self, **event_args):
        self.show_width(True)

    @handle("btn_desktop", "click")
    def btn_desktop_click(self, **event_args):
        self.show_width(False)

    def show_width(self, is_phone):
        """Show the mail as wide as a phone, or as there is room."""
        get_dom_node(self.frame).classList.toggle("phone", is_phone)
        self.btn_phone.appearance = "filled" if is_phone else "standard"
        self.btn_desktop.appearance = "standard" if is_phone else "filled"
