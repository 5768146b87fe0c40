"""Cards, avatars and progress."""

from anvil import handle

from ._anvil_designer import SurfacesTemplate


class Surfaces(SurfacesTemplate):
    def __init__(self, **properties):
        super().__init__(**properties)
        self.layout.select("surfaces")
        self.clicks = 0

    @handle("card_live", "click")
    @handle("card_off", "click")
    def card_click(self, **event_args):
        self.clicks += 1
        self.lbl_said.text = f"clicks {self.clicks}"
