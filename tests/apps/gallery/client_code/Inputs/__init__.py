"""The classic fields, bound to an item."""

from anvil import handle

from ._anvil_designer import InputsTemplate


class Inputs(InputsTemplate):
    def __init__(self, **properties):
        self.item = {"name": "Ada", "note": "One", "agreed": False, "status": 2}
        super().__init__(**properties)
        self.layout.select("inputs")
        self.dd_classic.items = [("Lead", 1), ("Customer", 2)]
        self.dd_many.items = ["Country {:02}".format(number) for number in range(60)]

    @handle("txt_classic", "change")
    @handle("txt_classic", "pressed_enter")
    @handle("area_classic", "change")
    @handle("cb_classic", "change")
    @handle("dd_classic", "change")
    def told(self, sender, event_name, **event_args):
        self.lbl_said.text = "{} {!r}".format(event_name, self.item)
