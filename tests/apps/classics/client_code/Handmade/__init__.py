from ._anvil_designer import HandmadeTemplate


class Handmade(HandmadeTemplate):
    """A form of plain HTML with a style and a script."""

    def __init__(self, **properties):
        self.init_components(**properties)
