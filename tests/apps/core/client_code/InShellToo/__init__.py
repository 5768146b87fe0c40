from anvil import handle, open_form

from ..InShell import seen
from ..Shell import made
from ._anvil_designer import InShellTooTemplate


class InShellToo(InShellTooTemplate):
    def __init__(self, **properties):
        self.init_components(**properties)

    @handle("btn_other", "click")
    def other(self, **event_args):
        open_form("Start")

    def closed(self, reason, **event_args):
        self.lbl_state.text = "layouts {}; {}".format(len(made), ", ".join(seen))
