"""The steps of a wizard with how each stands; on a phone the open one in words. Raises `x-choose` with `step`."""

from anvil.js import get_dom_node

from m3.components import Button

from .. import messaging_texts as texts
from ._anvil_designer import StepListTemplate


class StepList(StepListTemplate):
    def __init__(self, **properties):
        self._buttons = {}
        super().__init__(**properties)
        get_dom_node(self.nav).setAttribute("aria-label", texts.STEPS_NAME)

    def show(self, steps):
        """Show `steps`, each a dict of `name, text, state`."""
        for step in steps:
            button = self._buttons.get(step["name"]) or self._add(step["name"])
            is_now = step["state"] == "now"
            button.text, button.icon = step["text"], texts.STATE_ICONS[step["state"]]
            button.tooltip = "{}: {}".format(step["text"], texts.STATE_WORDS[step["state"]])
            button.appearance = "tonal" if is_now else "text"
            button.role = ["step", "step-" + step["state"]]
            _tell_current(button, is_now)
        place, now = next((place, step) for place, step in enumerate(steps) if step["state"] == "now")
        self.lbl_step.text = texts.STEP_OF.format(place + 1, len(steps), now["text"])

    def _add(self, name):
        button = Button()
        button.add_event_handler("click", lambda **event_args: self.raise_event("x-choose", step=name))
        self.flow_steps.add_component(button)
        self._buttons[name] = button
        return button


def _tell_current(button, is_current):
    element = get_dom_node(button).querySelector("button")
    if element is not None:
        element.setAttribute("aria-current", "step" if is_current else "false")
