"""Quick replies to choose from, and those that what is typed after a `/` begins. Raises `x-insert` with `text`."""

from m3.components import Button

from ...shared.menus import menu_item
from ...shared.server_calls import call
from .. import inbox_view, texts
from ..QuickReplyDialog import QuickReplyDialog
from ._anvil_designer import QuickRepliesTemplate


class QuickReplies(QuickRepliesTemplate):
    def __init__(self, **properties):
        self.replies, self.contact_id = [], ""
        super().__init__(**properties)

    def show(self, contact_id):
        """Offer them as they read for a contact."""
        self.contact_id = contact_id
        self.replies = call("list_quick_replies", contact_id)["replies"]
        items = [menu_item(each["title"], "mi:quickreply", self.chooser(each)) for each in self.replies]
        self.menu_quick.menu_items = items + [menu_item(texts.MANAGE_QUICK, "mi:edit", self.manage)]

    def manage(self, **event_args):
        QuickReplyDialog.manage()
        self.show(self.contact_id)

    def suggest(self, typed):
        """Offer those that begin as typed."""
        self.flow_found.clear()
        for reply in inbox_view.suggested(self.replies, typed) or ():
            button = Button(text=reply["title"], appearance="outlined", role="chip")
            button.add_event_handler("click", self.chooser(reply))
            self.flow_found.add_component(button)

    def take_first(self, typed):
        """Choose the first one that is offered; whether there is one."""
        found = inbox_view.suggested(self.replies, typed)
        if found:
            self.chooser(found[0])()
        return bool(found)

    def chooser(self, reply):
        return lambda **event_args: self.raise_event("x-insert", text=reply["filled"])
