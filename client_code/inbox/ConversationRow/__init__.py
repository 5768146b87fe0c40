"""A conversation in the list. Raises `x-choose` with `contact_id` on its panel."""

from anvil import handle
from anvil.js import get_dom_node

from ._anvil_designer import ConversationRowTemplate


class ConversationRow(ConversationRowTemplate):
    def __init__(self, **properties):
        super().__init__(**properties)
        marks = {"is-unread": self.item["is_unread"], "is-chosen": self.item["is_chosen"]}
        self.line.classes = " ".join(["conversation-row"] + [name for name, holds in marks.items() if holds])
        link = get_dom_node(self.lnk_name).querySelector("a")
        if link is not None:
            link.setAttribute("aria-label", self.item["label"])
            link.setAttribute("aria-current", "true" if self.item["is_chosen"] else "false")

    @handle("lnk_name", "click")
    def choose(self, **event_args):
        self.parent.raise_event("x-choose", contact_id=self.item["contact_id"])
