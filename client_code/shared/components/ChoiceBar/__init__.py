"""A line of buttons of which one is chosen, as views of a list; raises `x-choose` with `choice`."""

from anvil.js import get_dom_node
from m3.components import Button

from ._anvil_designer import ChoiceBarTemplate


class ChoiceBar(ChoiceBarTemplate):
    def __init__(self, **properties):
        self._buttons = {}
        self.chosen = None
        super().__init__(**properties)

    def offer(self, name, choices, chosen):
        """Show `choices`, pairs of a value and its text; `name` is what screen readers call the whole."""
        get_dom_node(self.nav).setAttribute("aria-label", name)
        self.flow_choices.clear()
        self._buttons = {}
        for choice, text in choices:
            button = Button(text=text, appearance="text", role="view")
            button.add_event_handler("click", self._chooser(choice))
            self.flow_choices.add_component(button)
            self._buttons[choice] = button
        self.choose(chosen if chosen in self._buttons else choices[0][0])

    def choose(self, choice):
        """Mark one as chosen, without an event."""
        self.chosen = choice
        for each, button in self._buttons.items():
            button.appearance = "tonal" if each == choice else "text"
            _tell_pressed(button, each == choice)

    def rename(self, choice, text):
        """Give a choice other words, as when its count has changed."""
        self._buttons[choice].text = text

    def _chooser(self, choice):
        def choose(**event_args):
            self.choose(choice)
            self.raise_event("x-choose", choice=choice)

        return choose


def _tell_pressed(button, is_pressed):
    element = get_dom_node(button).querySelector("button")
    if element is not None:
        element.setAttribute("aria-pressed", "true" if is_pressed else "false")
