"""NavigationLink: a way to another screen, in a drawer or a rail."""

from anvil._prop import Prop

from .. import _properties as prop
from .._base import M3Component
from .._media import url_of

LINK = "anvil-m3-navigation-link"
ICON = "anvil-m3-navigation-link-icon-container"
TEXT = "anvil-m3-navigation-link-text"
COUNT = "anvil-m3-badge"


class NavigationLink(M3Component):
    """A click raises "click", then opens the form `navigate_to` (a name, class or instance) and marks the link."""

    html = (
        '<div class="anvil-m3-navigation-link-container"><a class="anvil-m3-navigation-link m3-state" href="#" '
        'data-m3-inert><span class="anvil-m3-navigation-link-icon-container"></span>'
        '<span class="anvil-m3-navigation-link-text">Label</span><span class="anvil-m3-badge"></span></a></div>'
    )
    role_part = LINK
    events = ("click", "show", "hide")
    text = prop.text(TEXT, default="Label")
    navigate_to = Prop(None, type="form")
    url = Prop("", "_set_url")
    selected = Prop(False, "_set_selected", type="boolean")
    icon = prop.icon(ICON, default="mi:star")
    icon_color = prop.icon_color(ICON)
    icon_size = prop.icon_size(ICON, default="")
    badge = Prop(False, "_set_badge", type="boolean")
    badge_count = Prop("", "_set_badge", type="number")
    text_color = prop.colour("color", TEXT)
    background_color = prop.colour("background-color")
    bold = prop.bold(TEXT)
    italic = prop.italic(TEXT)
    underline = prop.underline(TEXT)
    font_family = prop.font_family(TEXT)
    font_size = prop.font_size(TEXT, default="")
    spacing = prop.spacing()
    tooltip = prop.tooltip()

    def __init__(self, **properties):
        super().__init__(**properties)
        if "icon" not in properties:
            self.icon = self.icon
        self.listen("click", self._clicked, self.part(LINK))

    def _clicked(self, event):
        self.raise_click(event)
        if self.navigate_to:
            from anvil import open_form

            open_form(self.navigate_to)
            self.selected = True

    def _set_url(self, value):
        link = self.part(LINK)
        link.href = url_of(value) or "#"
        link.toggleAttribute("data-m3-inert", not value)

    def _set_selected(self, value):
        if value:
            self.part(LINK).setAttribute("aria-current", "page")
        else:
            self.part(LINK).removeAttribute("aria-current")

    def _set_badge(self, _value):
        count = self.badge_count if self.badge else None
        self.part(LINK).classList.toggle("anvil-m3-has-badge", bool(self.badge))
        self.part(COUNT).textContent = str(count) if count else ""
        self.part(COUNT).classList.toggle("anvil-m3-large-badge", bool(count))
