from ._anvil_designer import CardFormTemplate


class CardForm(CardFormTemplate):
    def __init__(self, **properties):
        self.init_components(**properties)
