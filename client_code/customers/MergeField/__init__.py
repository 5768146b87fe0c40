"""One field of contacts that are merged, and whose value is kept; item: `name, label, options, chosen`.

An option is `(text, contact id)`. Raises `x-choose` on its panel, with `name` and `contact_id`.
"""

from anvil import handle
from m3.components import RadioButton

from ._anvil_designer import MergeFieldTemplate


class MergeField(MergeFieldTemplate):
    def __init__(self, **properties):
        super().__init__(**properties)
        for text, contact_id in self.item["options"]:
            self.rg_options.add_component(RadioButton(text=text, value=contact_id))
        self.rg_options.selected_value = self.item["chosen"]

    @handle("rg_options", "change")
    def rg_options_change(self, **event_args):
        chosen = self.rg_options.selected_value
        self.item["chosen"] = chosen
        self.parent.raise_event("x-choose", name=self.item["name"], contact_id=chosen)
