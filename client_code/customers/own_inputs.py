"""Which component asks for a value of the business's own fields, and how its value is read and shown."""

from m3.components import DropdownMenu, TextArea, TextBox

from ..shared.components.DayInput import DayInput
from . import field_texts
from .SeveralChoices import SeveralChoices

TYPES = {"link": "url", "email": "email", "phone": "tel"}


class OwnInput:
    """A `field` of the server, the `box` that asks for it, and the name of the property that holds its value."""

    def __init__(self, field, box, holds):
        self.field = field
        self.box = box
        self.holds = holds

    def value(self):
        """What stands in it, None for nothing."""
        value = getattr(self.box, self.holds)
        if isinstance(value, str):
            value = value.strip()
        return None if value in ("", []) else value

    def show(self, value):
        """Put a value of the server into it."""
        if self.holds == "text":
            value = "" if value is None else str(value)
        setattr(self.box, self.holds, value)


def make(field):
    """The input of a field of the server."""
    kind = field["kind"]
    about = {
        "label": field["label"] + (" *" if field["required"] else ""),
        "appearance": "outlined",
        "supporting_text": field["help_text"],
    }
    entries = [(option, option) for option in field["options"]]
    if kind == "long_text":
        return OwnInput(field, TextArea(role="whole-line", **about), "text")
    if kind == "date":
        return OwnInput(field, DayInput(label=about["label"], supporting_text=field["help_text"]), "date")
    if kind in ("yes_no", "choice"):
        items = list(field_texts.ANSWERS) if kind == "yes_no" else entries
        menu = DropdownMenu(items=items, allow_none=True, placeholder=field_texts.NOTHING, **about)
        return OwnInput(field, menu, "selected_value")
    if kind == "choices":
        return OwnInput(field, SeveralChoices(about["label"], entries, field["help_text"]), "chosen")
    return OwnInput(field, TextBox(type=TYPES.get(kind, "text"), **about), "text")
