"""IconButton: an action with a picture for it; its tooltip is its name for a screen reader."""

from .. import _properties as prop
from .._base import M3Component

BUTTON = "anvil-m3-iconbutton-container"


class IconButton(M3Component):
    """A round native button; give it a `tooltip`, for that is what it is called."""

    html = (
        '<div class="anvil-m3-iconbutton-component">'
        '<button type="button" class="anvil-m3-iconbutton-container m3-state anvil-m3-standard"></button></div>'
    )
    events = ("click", "show", "hide")
    role_part = BUTTON
    dom_events = {"click": ("click", BUTTON, "raise_click")}
    icon = prop.icon(BUTTON, default="mi:star")
    appearance = prop.one_of(("standard", "filled", "tonal", "outlined"), "standard", BUTTON)
    enabled = prop.enabled(BUTTON)
    align = prop.align()
    icon_color = prop.colour("color", BUTTON)
    background_color = prop.colour("background-color", BUTTON)
    border = prop.border(BUTTON)
    margin = prop.margin(BUTTON)
    tooltip = prop.tooltip(BUTTON)

    def __init__(self, **properties):
        super().__init__(**properties)
        if "icon" not in properties:
            self.icon = self.icon
