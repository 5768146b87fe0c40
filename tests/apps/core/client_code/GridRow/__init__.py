from ._anvil_designer import GridRowTemplate


class GridRow(GridRowTemplate):
    def __init__(self, **properties):
        self.init_components(**properties)
