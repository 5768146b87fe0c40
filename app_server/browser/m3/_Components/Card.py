"""Card: things that belong together, on a surface of their own."""

from .. import _properties as prop
from .._base import M3Container


class Card(M3Container):
    """A container in one of three looks, laying its components out in a "column" or a "row"."""

    html = '<div class="anvil-m3-card anvil-m3-elevated anvil-m3-card-direction-column"></div>'
    events = ("show", "hide")
    appearance = prop.one_of(("elevated", "filled", "outlined"), "elevated")
    orientation = prop.one_of(("column", "row"), "column", prefix="anvil-m3-card-direction-")
    align = prop.one_of(("left", "center", "right", "full"), "left", prefix="anvil-m3-align-")
    background_color = prop.colour("background-color")
    border = prop.border()
    spacing = prop.spacing()
    tooltip = prop.tooltip()


class CardContentContainer(M3Container):
    """A container with the margin that a card's content has, 16 pixels unless told."""

    html = '<div class="anvil-m3-card-content-container"></div>'
    events = ("show", "hide")
    margin = prop.margin(default=("16", "16", "16", "16"))
