"""How the containers lay out what they hold, from the first to the last and in a row."""

from anvil import Label, handle

from ._anvil_designer import PanelsTemplate


class Panels(PanelsTemplate):
    def __init__(self, **properties):
        super().__init__(**properties)
        self.layout.select("panels")
        for number in range(12):
            self.fp_many.add_component(Label(text="Tag {}".format(number)))
        self.told_children()

    @handle("btn_add", "click")
    def btn_add_click(self, **event_args):
        self.fp_some.add_component(Label(text="Added"), index=0)
        self.told_children()

    @handle("btn_clear", "click")
    def btn_clear_click(self, **event_args):
        self.fp_some.clear()
        self.told_children()

    def told_children(self):
        self.lbl_said.text = "holds {}".format(len(self.fp_some.get_components()))
