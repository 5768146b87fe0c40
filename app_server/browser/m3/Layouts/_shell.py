"""What both layouts have: an app bar, content, a side sheet, and a side that a phone shows as a drawer."""

from anvil._prop import Prop

from .. import _properties as prop
from .._base import M3Container, page

CONTENT = "anvil-m3-content"
SHEET = "anvil-m3-sidesheet"

BAR = (
    '<header class="anvil-m3-top-app-bar">'
    '<button type="button" class="anvil-m3-iconbutton-container anvil-m3-drawer-open-btn m3-state" '
    'aria-label="Open the menu"></button>'
    '<div class="anvil-m3-app-title"></div><div class="anvil-m3-app-bar-links"></div></header>'
    '<div class="anvil-m3-scrim anvil-m3-navigation-scrim"></div>'
)


def shell_markup(kind, side, sheet=""):
    """The markup of a layout: `kind` is its class, `side` its drawer or rail, `sheet` the state of its sheet."""
    return (
        f'<div class="anvil-m3-structure {kind}">'
        '<a class="anvil-m3-skip-link" href="#anvil-m3-content" data-m3-inert data-m3-skip>Skip to the content</a>'
        f'{side}{BAR}<main class="{CONTENT}" id="anvil-m3-content" tabindex="-1"></main>'
        f'<aside class="{SHEET} {sheet}" aria-label="More about this page" tabindex="-1"></aside>'
        '<div class="anvil-m3-scrim anvil-m3-sidesheet-scrim"></div></div>'
    )


def page_style(css):
    """A colour of the whole page, kept while the layout is on it."""

    def apply(component, value):
        component.page_styles[css] = prop.css_colour(value)
        if component._shown:
            page().setPageStyle(css, prop.css_colour(value))

    return prop.PartProp("", apply, type="color")


class ShellSlot:
    """A slot of a layout: what is put into it is the layout's own, in the slot's place."""

    def __init__(self, layout, name):
        self._layout, self._name = layout, name

    def add_component(self, component, index=None, **layout_props):
        """Put a component into the slot, at `index` among the slot's or at the end."""
        here = self.get_components()
        if index is not None and index < len(here):
            index = self._layout.get_components().index(here[index])
        else:
            index = None
        self._layout.add_component(component, index=index, **{**layout_props, "slot": self._name})

    def get_components(self):
        """The components in the slot."""
        return [
            component
            for component in self._layout.get_components()
            if self._layout.child_host(component._layout_props) == self._layout.slot_element(self._name)
        ]

    def clear(self):
        """Take all components out of the slot."""
        for component in self.get_components():
            component.remove_from_parent()


class Shell(M3Container):
    """A layout; `slot_parts` maps the names of its slots to the parts that take what is put into them."""

    events = ("show", "hide", "refreshing_data_bindings")
    slot_parts = {
        "app_bar_title": "anvil-m3-app-title",
        "app_bar_links": "anvil-m3-app-bar-links",
        "content": CONTENT,
        "sidesheet": SHEET,
    }
    background_color = page_style("background-color")
    text_color = page_style("color")
    show_sidesheet = Prop(False, "_set_show_sidesheet", type="boolean")
    content_padding = prop.SidesProp(
        ("8", "8", "8", "8"),
        lambda component, value: prop.set_sides(component.part(CONTENT), "padding", value),
        type="padding",
    )

    def __init__(self, **properties):
        self.page_styles = {}
        super().__init__(**properties)
        self.show_icon("anvil-m3-drawer-open-btn", "mi:menu")
        self.listen("m3-put-away", self._put_sheet_away, self.part(SHEET))

    @property
    def slots(self):
        """Its slots by name, as things with add_component, get_components and clear."""
        return {name: ShellSlot(self, name) for name in self.slot_parts}

    def child_host(self, layout_props):
        return self.slot_element(layout_props.get("slot") or "content")

    def slot_element(self, name):
        """The element of the slot `name`. Raises LookupError when there is none."""
        if name not in self.slot_parts:
            known = ", ".join(sorted(self.slot_parts))
            raise LookupError(f"{type(self).__name__} has no slot '{name}'; it has {known}")
        return self.part(self.slot_parts[name])

    def open_nav_drawer(self):
        """Show the drawer, where the window is too narrow to show it always."""
        page().openDrawer(self.dom)

    def hide_nav_drawer(self):
        """Put the drawer away."""
        page().closeDrawer()

    def _set_show_sidesheet(self, value):
        self.part(SHEET).classList.toggle("anvil-m3-open", bool(value))
        if self._shown:
            page().watchSheet(self.dom)

    def _put_sheet_away(self, _event):
        self.show_sidesheet = False

    def _page_added(self):
        page().watchSheet(self.dom)
        for css, value in self.page_styles.items():
            page().setPageStyle(css, value)

    def _page_removed(self):
        page().closeDrawer()
        page().watchSheet(self.dom)
        for css in self.page_styles:
            page().setPageStyle(css, "")
