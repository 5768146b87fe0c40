"""What components say of themselves: defaults, values they keep, events they know."""

import json

import m3.components
import m3.Layouts
from anvil import handle
from anvil.js import window

from .. import answers, events
from ._anvil_designer import FactsTemplate


def value_or_error(read):
    """What `read()` gives, or the name of the exception it raises."""
    try:
        return read()
    except (AttributeError, LookupError, TypeError, ValueError) as error:
        return type(error).__name__ + ": " + str(error)


def looks(component):
    """Everything of a component that can be seen: its markup and the state of its fields."""
    fields = component.dom.querySelectorAll("input, textarea, button, md-linear-progress, md-circular-progress")
    states = ("value", "checked", "disabled", "indeterminate", "type", "min", "max", "step", "multiple", "accept")
    states = [getattr(field, state, None) for field in fields for state in states]
    return component.dom.outerHTML, str(states), window.document.body.style.cssText


def changed(kind, name, sample):
    """The value a new component has after the property was set, and whether that can be seen."""
    component = kind()
    before = looks(component)
    setattr(component, name, sample)
    seen = looks(component) != before
    return [getattr(component, name), seen]


def look_at(kind, facts):
    """The component's own answer to the facts: default and kept value of each property, events and methods it has."""
    properties = {}
    for name, (_default, sample, _seen) in facts["properties"].items():
        default = value_or_error(lambda: getattr(kind(), name))  # noqa: B023 (called at once)
        properties[name] = [default, *value_or_error(lambda: changed(kind, name, sample))]  # noqa: B023
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

    @handle("btn_events", "click")
    def btn_events_click(self, **event_args):
        self.lbl_found.text = "shown"
        events.show(self.lp_events, self.tell)

    def tell(self, line):
        """Add a line to what was found."""
        self.lbl_found.text += "\n" + line
