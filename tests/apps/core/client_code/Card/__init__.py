from ._anvil_designer import CardTemplate


class Card(CardTemplate):
    def __init__(self, **properties):
        self.init_components(**properties)

    @property
    def title(self):
        return self._title

    @title.setter
    def title(self, value):
        self._title = value
        self.dom_nodes["title_node"].textContent = value
