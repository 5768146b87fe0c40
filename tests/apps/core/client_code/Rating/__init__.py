from ._anvil_designer import RatingTemplate


class Rating(RatingTemplate):
    def __init__(self, **properties):
        self._value = 0
        self.init_components(**properties)

    @property
    def value(self):
        return self._value

    @value.setter
    def value(self, value):
        self._value = value
        self.lbl_value.text = "value {}".format(value)

    def more(self, **event_args):
        self.value = (self.value or 0) + 1
        self.raise_event("change")
