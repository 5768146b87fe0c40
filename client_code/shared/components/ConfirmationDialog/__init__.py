"""A question before something that cannot be taken back, naming the thing and what follows."""

import anvil

from ._anvil_designer import ConfirmationDialogTemplate

CANCEL = "Cancel"


class ConfirmationDialog(ConfirmationDialogTemplate):
    def __init__(self, question="", consequence="", **properties):
        self.item = {"question": question, "consequence": consequence}
        super().__init__(**properties)

    @classmethod
    def ask(cls, title, question, action, consequence=""):
        """True when the person chose `action`."""
        buttons = [(CANCEL, False), (action, True)]
        return bool(anvil.alert(cls(question, consequence), title=title, buttons=buttons))
