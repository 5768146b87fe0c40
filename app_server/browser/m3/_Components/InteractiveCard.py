"""InteractiveCard: a Card that is clicked as a whole."""

from anvil._prop import Prop

from .Card import Card


class InteractiveCard(Card):
    """Works like a button, also by Enter and Space. `enabled` reads None until it is set, which counts as enabled."""

    html = (
        '<div class="anvil-m3-card anvil-m3-elevated anvil-m3-card-direction-column anvil-m3-interactive m3-state" '
        'role="button" tabindex="0"></div>'
    )
    events = ("click",)
    dom_events = {"click": ("click", None, "_clicked")}
    enabled = Prop(None, "_set_enabled", type="boolean")

    def _set_enabled(self, value):
        usable = value is None or bool(value)
        self.dom.setAttribute("aria-disabled", "false" if usable else "true")
        self.dom.tabIndex = 0 if usable else -1

    def _clicked(self, event):
        if self.enabled is None or self.enabled:
            self.raise_click(event)
