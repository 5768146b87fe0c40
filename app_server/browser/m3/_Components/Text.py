"""Text: a run of text in one of M3's body and label styles."""

from anvil._prop import Prop

from .. import _properties as prop
from .._base import M3Component

TEXT = "anvil-m3-text"


class Text(M3Component):
    """Text of style "body" or "label", in scale "small", "medium" or "large", with an optional icon before it."""

    html = '<div class="anvil-m3-text-container"><div class="anvil-m3-text m3-body-medium"></div></div>'
    events = ("show", "hide")
    text = prop.text(TEXT)
    style = Prop("body", "_set_class", type="enum")
    scale = Prop("medium", "_set_class", type="enum")
    align = prop.style("text-align", default="left")
    icon = prop.icon(None)
    material_icon = prop.icon(None)
    icon_color = prop.icon_color(None)
    icon_size = prop.icon_size(None)
    text_color = prop.colour("color", TEXT)
    background_color = prop.colour("background-color")
    border = prop.border()
    bold = prop.bold(TEXT)
    italic = prop.italic(TEXT)
    underline = prop.underline(TEXT)
    font_family = prop.font_family(TEXT)
    font_size = prop.font_size(TEXT)
    line_height = prop.style("line-height", TEXT)
    spacing = prop.spacing()
    tooltip = prop.tooltip()

    def _set_class(self, _value):
        self.part(TEXT).className = f"{TEXT} m3-{self.style}-{self.scale}"
