from anvil import handle, open_form

from ..Shell import made
from ._anvil_designer import InShellTemplate

seen = []


class InShell(InShellTemplate):
    def __init__(self, by="", **properties):
        self.init_components(**properties)
        self.lbl_state.text = "by {}".format(by)

    @handle("", "show")
    def shown(self, **event_args):
        seen.append("form shown")

    @handle("lbl_state", "show")
    def label_shown(self, **event_args):
        seen.append("label shown")

    @handle("", "hide")
    def hidden(self, **event_args):
        seen.append("form hidden")

    @handle("lbl_state", "hide")
    def label_hidden(self, **event_args):
        seen.append("label hidden")

    @handle("btn_other", "click")
    def other(self, **event_args):
        open_form("InShellToo")

    def closed(self, reason, **event_args):
        self.lbl_state.text = "closed by {}, layouts {}".format(reason, len(made))
