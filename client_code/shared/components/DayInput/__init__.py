"""A field for a day, or a day and a time, named and explained like the text boxes beside it. Raises `change`."""

from anvil import handle
from anvil.js import get_dom_node

from ._anvil_designer import DayInputTemplate


class DayInput(DayInputTemplate):
    def __init__(self, **properties):
        super().__init__(**properties)

    @property
    def label(self):
        """What it is for. The picker itself shows it while it is empty."""
        return self.picker.placeholder

    @label.setter
    def label(self, text):
        self.picker.placeholder = text or ""
        self.field().setAttribute("aria-label", text or "")

    @property
    def pick_time(self):
        """Whether a time belongs to the day."""
        return self.picker.pick_time

    @pick_time.setter
    def pick_time(self, value):
        self.picker.pick_time = bool(value)

    @property
    def date(self):
        """The date, or with `pick_time` the aware datetime; None for none."""
        return self.picker.date

    @date.setter
    def date(self, value):
        self.picker.date = value

    @property
    def supporting_text(self):
        """The line below: help, or what is wrong."""
        return self.lbl_help.text

    @supporting_text.setter
    def supporting_text(self, text):
        self.lbl_help.text, self.lbl_help.visible = text or "", bool(text)
        self.field().setAttribute("aria-description", text or "")

    @property
    def error(self):
        """Whether what stands in it is wrong."""
        return self.field().getAttribute("aria-invalid") == "true"

    @error.setter
    def error(self, value):
        get_dom_node(self.shell).classList.toggle("wrong", bool(value))
        self.field().setAttribute("aria-invalid", "true" if value else "false")

    def focus(self):
        """Put the cursor into it."""
        self.field().focus()

    def field(self):
        """The page's own input."""
        return get_dom_node(self.picker).querySelector("input")

    @handle("picker", "change")
    def picker_change(self, **event_args):
        self.raise_event("change")
