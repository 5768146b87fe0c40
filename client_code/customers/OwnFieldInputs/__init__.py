"""An input for each of the business's own fields, of the sort that the field is. Raises `x-change`."""

from .. import own_inputs
from ._anvil_designer import OwnFieldInputsTemplate

PREFIX = "custom."


class OwnFieldInputs(OwnFieldInputsTemplate):
    def __init__(self, **properties):
        self.inputs = {}
        super().__init__(**properties)
        self.visible = False

    def show(self, fields, values):
        """Make the inputs of these fields of the server, filled with `values` {key: value}."""
        self.lp_inputs.clear()
        self.inputs = {field["key"]: own_inputs.make(field) for field in fields}
        for each in self.inputs.values():
            each.box.add_event_handler("change", self.changed)
            self.lp_inputs.add_component(each.box)
        self.fill(values)
        self.visible = bool(fields)

    def fill(self, values):
        """Put these values into the inputs, nothing where there is none."""
        for key, each in self.inputs.items():
            each.show(values.get(key))

    def values(self):
        """What stands in the inputs: {key: value}, None for nothing."""
        return {key: each.value() for key, each in self.inputs.items()}

    @property
    def boxes(self):
        """The inputs by the names the server gives errors for: `custom.<key>`."""
        return {PREFIX + key: each.box for key, each in self.inputs.items()}

    @property
    def hints(self):
        """The help of each field, by the same names."""
        return {PREFIX + key: each.field["help_text"] for key, each in self.inputs.items()}

    def changed(self, **event_args):
        self.raise_event("x-change")
