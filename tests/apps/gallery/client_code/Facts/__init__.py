"""What components say of themselves: defaults, values they keep, events they know."""

import json

import m3.components
import m3.Layouts
from anvil import handle

from .. import answers
from ._anvil_designer import FactsTemplate


def value_or_error(read):
    """What `read()` gives, or the name of the exception it raises."""
    try:
        return read()
    except (AttributeError, LookupError, TypeError, ValueError) as error:
        return type(error).__name__ + ": " + str(error)


def kept(kind, name, sample):
    """The value a new component has after the property was set."""
    component = kind()
    setattr(component, name, sample)
    return getattr(component, name)


def look_at(kind, facts):
    """The component's own answer to the facts: default and kept value of each property, events and methods it has."""
    properties = {}
    for name, (_default, sample) in facts["properties"].items():
        properties[name] = [
            value_or_error(lambda: getattr(kind(), name)),  # noqa: B023 (called at once)
            value_or_error(lambda: kept(kind, name, sample)),  # noqa: B023
        ]
    for event in facts["events"]:
        kind().add_event_handler(event, print)
    return {
        "properties": properties,
        "events": facts["events"],
        "methods": [name for name in facts["methods"] if callable(getattr(kind(), name))],
    }


class Facts(FactsTemplate):
    def __init__(self, **properties):
        super().__init__(**properties)
        self.layout.select("facts")

    @handle("btn_look", "click")
    def btn_look_click(self, **event_args):
        components = json.loads(self.txt_components.text)
        found = {}
        for name, facts in components.items():
            home = m3.Layouts if name.endswith("Layout") else m3.components
            found[name] = look_at(getattr(home, name), facts)
        self.lbl_found.text = json.dumps(found)

    @handle("btn_ask", "click")
    def btn_ask_click(self, **event_args):
        self.lbl_found.text = json.dumps(answers.all_answers())
