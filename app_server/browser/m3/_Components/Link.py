"""Link: words, or other components, that lead somewhere or do something."""

from anvil._prop import Prop

from .. import _properties as prop
from .._base import M3Container
from .._media import url_of

LINK = "anvil-m3-link"
TEXT = "anvil-m3-link-text"
LINE = "anvil-m3-link-icon-container"


class Link(M3Container):
    """An anchor; `url` (a string or Media) opens in another tab, without one it only raises "click"."""

    html = (
        '<div class="anvil-m3-link-container"><a class="anvil-m3-link" href="#" data-m3-inert>'
        '<span class="anvil-m3-link-icon-container"><span class="anvil-m3-link-text"></span></span></a></div>'
    )
    host = role_part = LINK
    events = ("click", "show", "hide")
    dom_events = {"click": ("click", LINK, "raise_click")}
    text = prop.text(TEXT)
    url = Prop("", "_set_url")
    align = prop.style("text-align", default="left")
    icon = prop.icon(LINE)
    icon_color = prop.icon_color(LINE)
    icon_size = prop.icon_size(LINE, default=24)
    text_color = prop.colour("color", LINK)
    background_color = prop.colour("background-color", LINK)
    border = prop.border(LINK)
    bold = prop.bold(LINK)
    italic = prop.italic(TEXT)
    underline = prop.underline(TEXT, default=True)
    font_family = prop.font_family(LINK)
    font_size = prop.font_size(LINK)
    spacing = prop.spacing(LINK)
    tooltip = prop.tooltip()

    def _set_url(self, value):
        link = self.part(LINK)
        for attribute in ("target", "download", "data-m3-inert"):
            link.removeAttribute(attribute)
        link.href = url_of(value) or "#"
        if not value:
            link.setAttribute("data-m3-inert", "")
        elif isinstance(value, str):
            link.target = "_blank"
            link.rel = "noopener noreferrer"
        else:
            link.download = value.name or ""
