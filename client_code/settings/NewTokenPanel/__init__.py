"""A new token, this once, with how to use it."""

import anvil
import anvil.server
from anvil import handle

from ...shared import clipboard
from ...shared import texts as shared_texts
from .. import texts
from ._anvil_designer import NewTokenPanelTemplate


class NewTokenPanel(NewTokenPanelTemplate):
    def __init__(self, token, **properties):
        self.token = token
        super().__init__(**properties)
        self.lbl_once.text, self.lbl_how.text = texts.SHOWN_ONCE, texts.HOW_TO_USE
        self.dom_nodes["token"].textContent = token
        self.dom_nodes["example"].textContent = texts.TOKEN_EXAMPLE.format(anvil.server.get_app_origin())

    @classmethod
    def show_once(cls, token):
        """Show the token until the person has it."""
        anvil.alert(cls(token), title=texts.NEW_TOKEN_TITLE, buttons=[(texts.HAVE_IT, True)], dismissible=False)

    @handle("btn_copy", "click")
    def btn_copy_click(self, **event_args):
        self.lbl_copied.text = shared_texts.COPIED if clipboard.copy(self.token) else shared_texts.COPY_BY_HAND
