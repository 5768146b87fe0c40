"""A checkbox for each entry of a list; `chosen` are the values of those that are ticked. Raises `change`."""

from anvil.js import get_dom_node
from m3.components import Checkbox

from ._anvil_designer import SeveralChoicesTemplate


class SeveralChoices(SeveralChoicesTemplate):
    def __init__(self, label="", options=(), supporting_text="", **properties):
        super().__init__(**properties)
        self.lbl_label.text, self.lbl_label.visible = label, bool(label)
        get_dom_node(self.panel).setAttribute("aria-label", label)
        self.checkboxes = {value: Checkbox(text=text) for value, text in options}
        for checkbox in self.checkboxes.values():
            checkbox.add_event_handler("change", self.changed)
            self.flow_choices.add_component(checkbox)
        self.supporting_text = supporting_text

    def changed(self, **event_args):
        self.raise_event("change")

    @property
    def chosen(self):
        """The values of the ticked entries, in the order of the list."""
        return [value for value, checkbox in self.checkboxes.items() if checkbox.checked]

    @chosen.setter
    def chosen(self, values):
        for value, checkbox in self.checkboxes.items():
            checkbox.checked = value in (values or ())

    @property
    def supporting_text(self):
        """What stands below: help, or what is wrong."""
        return self.lbl_supporting.text

    @supporting_text.setter
    def supporting_text(self, text):
        self.lbl_supporting.text, self.lbl_supporting.visible = text, bool(text)

    @property
    def error(self):
        """Whether the text below says what is wrong."""
        return self.lbl_supporting.role == "form-message"

    @error.setter
    def error(self, is_wrong):
        self.lbl_supporting.role = "form-message" if is_wrong else "quiet"

    def focus(self):
        """Put the keyboard's focus on the first entry."""
        for checkbox in list(self.checkboxes.values())[:1]:
            checkbox.focus()
