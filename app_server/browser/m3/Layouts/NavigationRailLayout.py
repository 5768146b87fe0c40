"""NavigationRailLayout: a narrow side of icons with words, that goes to the bottom or into a drawer on a phone."""

from anvil._prop import Prop

from .. import _properties as prop
from ._shell import Shell, shell_markup

RAIL = "anvil-m3-navigation-rail"
LINKS = "anvil-m3-navigation-rail-content"


class NavigationRailLayout(Shell):
    """Slots: app_bar_title, app_bar_links (also slot_4 and slot_2), navigation, content, sidesheet."""

    html = shell_markup(
        "anvil-m3-rail-layout",
        f'<nav class="{RAIL} anvil-m3-bottom-app-bar" aria-label="Main"><div class="{LINKS}"></div></nav>',
        "anvil-m3-open",
    )
    slot_parts = {
        **Shell.slot_parts,
        "navigation": LINKS,
        "slot_2": Shell.slot_parts["app_bar_links"],
        "slot_4": Shell.slot_parts["app_bar_title"],
    }
    navigation_rail_color = prop.colour("background-color", RAIL)
    navigation_rail_collapse_to = prop.one_of(("bottom_app_bar", "modal_navigation_drawer"), "bottom_app_bar", RAIL)
    navigation_rail_vertical_align = prop.one_of(("top", "center", "bottom"), "top", RAIL, "anvil-m3-align-")
    show_sidesheet = Prop(True, "_set_show_sidesheet", type="boolean")

    def add_to_nav_rail(self, component):
        """Add a component to the rail."""
        self.add_component(component, slot="navigation")
