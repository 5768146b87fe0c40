from anvil import get_open_form, handle

from ._anvil_designer import RowTemplate


class Row(RowTemplate):
    def __init__(self, **properties):
        self.init_components(**properties)
        self.dom_nodes["title_node"].textContent = self.item["title"].upper()

    @handle("btn_pick", "click")
    def pick(self, **event_args):
        self.title.classes["picked"] = True
        get_open_form().note("picked {}".format(self.item["title"]))
