"""One change to many contacts, or a merge. Raises `x-undo`, `x-resume`, `x-stop` on its panel, with `change`."""

import anvil
from anvil import handle

from ...shared import pages
from ...shared.server_calls import call
from .. import tidying_texts
from ._anvil_designer import ChangeRowTemplate


class ChangeRow(ChangeRowTemplate):
    def __init__(self, **properties):
        super().__init__(**properties)
        self.lnk_contact.visible = bool(self.item["contact"])
        self.lnk_contact.text = self.item["contact"]["full_name"] if self.item["contact"] else ""

    @handle("lnk_contact", "click")
    def lnk_contact_click(self, **event_args):
        pages.open_page("contact", contact_id=self.item["contact"]["contact_id"])

    @handle("btn_kept", "click")
    def btn_kept_click(self, **event_args):
        """Name those that taking back left as somebody had made them since."""
        kept = call("get_change", self.item["change_id"])["change"]["kept"]
        names = "\n".join("{} ({})".format(each["full_name"], each["contact_id"]) for each in kept)
        anvil.alert(names, title=tidying_texts.KEPT_TITLE, buttons=[(tidying_texts.CLOSE, None)])

    @handle("btn_undo", "click")
    def btn_undo_click(self, **event_args):
        self.parent.raise_event("x-undo", change=self.item)

    @handle("btn_resume", "click")
    def btn_resume_click(self, **event_args):
        self.parent.raise_event("x-resume", change=self.item)

    @handle("btn_stop", "click")
    def btn_stop_click(self, **event_args):
        self.parent.raise_event("x-stop", change=self.item)
