"""Heading: a title that screen readers find by its level."""

from anvil._prop import Prop

from .. import _properties as prop
from .._base import M3Component

HEADING = "anvil-m3-heading"
LEVELS = {"display": 1, "headline": 2, "title": 3}


class Heading(M3Component):
    """A heading of style "display", "headline" or "title"; a display or large headline is the page's own title."""

    html = (
        '<div class="anvil-m3-heading-container">'
        '<div class="anvil-m3-heading m3-headline-medium" role="heading" aria-level="2"></div></div>'
    )
    events = ("show", "hide")
    text = prop.text(HEADING)
    style = Prop("headline", "_set_class", type="enum")
    scale = Prop("medium", "_set_class", type="enum")
    align = prop.style("text-align", default="left")
    icon = prop.icon(None)
    icon_color = prop.icon_color(None)
    icon_size = prop.icon_size(None)
    text_color = prop.colour("color", HEADING)
    background_color = prop.colour("background-color")
    border = prop.border()
    bold = prop.bold(HEADING)
    italic = prop.italic(HEADING)
    underline = prop.underline(HEADING)
    font_family = prop.font_family(HEADING)
    font_size = prop.font_size(HEADING)
    line_height = prop.style("line-height", HEADING)
    spacing = prop.spacing()
    tooltip = prop.tooltip()

    def _set_class(self, _value):
        heading = self.part(HEADING)
        heading.className = f"{HEADING} m3-{self.style}-{self.scale}"
        page_title = (self.style, self.scale) == ("headline", "large")
        heading.setAttribute("aria-level", "1" if page_title else str(LEVELS.get(self.style, 2)))
