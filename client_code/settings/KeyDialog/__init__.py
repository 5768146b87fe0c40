"""A dialog for the key of Google Maps; closes with True once it is saved."""

from anvil import handle

from ...shared import dialogs, fields
from ...shared.server_calls import CallFailed, call
from .. import texts
from ._anvil_designer import KeyDialogTemplate


class KeyDialog(KeyDialogTemplate):
    def __init__(self, **properties):
        super().__init__(**properties)
        fields.autocomplete(self.txt_key, "off")

    @classmethod
    def ask(cls):
        """True when a key was saved."""
        return bool(dialogs.edit(cls(), texts.ENTER_KEY_TITLE))

    @handle("", "show")
    def form_show(self, **event_args):
        self.txt_key.focus()

    @handle("btn_save", "click")
    @handle("txt_key", "pressed_enter")
    def btn_save_click(self, **event_args):
        key = (self.txt_key.text or "").strip()
        if not key:
            return self.show_problem(texts.NEEDS_KEY)
        try:
            call("set_maps_key", key)
        except CallFailed as problem:
            return self.show_problem(problem.text)
        self.raise_event("x-close-alert", value=True)

    @handle("btn_cancel", "click")
    def btn_cancel_click(self, **event_args):
        self.raise_event("x-close-alert", value=False)

    def show_problem(self, text):
        fields.tell(self.lbl_problem, text)
