"""Dialogs, notices and the side sheet."""

from anvil import Notification, alert, confirm, handle

from ..AskName import AskName
from ._anvil_designer import OverlaysTemplate


class Overlays(OverlaysTemplate):
    def __init__(self, **properties):
        super().__init__(**properties)
        self.layout.select("overlays")

    def say(self, answer):
        self.lbl_said.text = repr(answer)

    @handle("btn_alert", "click")
    def btn_alert_click(self, **event_args):
        self.say(alert("Two people were added.", title="Done"))

    @handle("btn_confirm", "click")
    def btn_confirm_click(self, **event_args):
        self.say(confirm("Archive 3 contacts?", buttons=[("Cancel", False), ("Archive", True, "danger")]))

    @handle("btn_choice", "click")
    def btn_choice_click(self, **event_args):
        buttons = [("Discard", "discard"), ("Cancel", None), ("Save", "save")]
        self.say(alert("Save what you changed?", title="Unsaved changes", buttons=buttons))

    @handle("btn_form", "click")
    def btn_form_click(self, **event_args):
        form = AskName()
        self.say((alert(form, title="Who is it?"), form.item["name"]))

    @handle("btn_notice", "click")
    def btn_notice_click(self, **event_args):
        Notification("Archived 3 contacts.", timeout=4).show()

    @handle("btn_sheet", "click")
    def btn_sheet_click(self, **event_args):
        shell = self.layout.layout
        shell.show_sidesheet = not shell.show_sidesheet
