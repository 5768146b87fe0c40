"""IconButton: an action with a picture for it; and the face it shares with IconButtonMenu."""

from .. import _properties as prop
from .._base import M3Component

BUTTON = "anvil-m3-iconbutton-container"


class IconButtonFace(M3Component):
    """What a round button with an icon looks like; its `tooltip` is its name for a screen reader."""

    role_part = BUTTON
    icon = prop.icon(BUTTON, default="mi:star")
    appearance = prop.one_of(("standard", "filled", "tonal", "outlined"), "standard", BUTTON)
    enabled = prop.enabled(BUTTON)
    align = prop.align()
    icon_color = prop.colour("color", BUTTON)
    margin = prop.margin(BUTTON)
    tooltip = prop.tooltip(BUTTON)

    def __init__(self, **properties):
        super().__init__(**properties)
        if "icon" not in properties:
            self.icon = self.icon


class IconButton(IconButtonFace):
    """A round native button; give it a `tooltip`, for that is what it is called."""

    html = (
        '<div class="anvil-m3-iconbutton-component">'
        '<button type="button" class="anvil-m3-iconbutton-container m3-state anvil-m3-standard"></button></div>'
    )
    events = ("click", "show", "hide")
    dom_events = {"click": ("click", BUTTON, "raise_click")}
    background_color = prop.colour("background-color", BUTTON)
    border = prop.border(BUTTON)
