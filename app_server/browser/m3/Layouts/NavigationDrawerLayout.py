"""NavigationDrawerLayout: links down the side, always there on a wide window, behind a button on a narrow one."""

from .. import _properties as prop
from ._shell import Shell, shell_markup

DRAWER = "anvil-m3-navigation-drawer"
LINKS = "anvil-m3-navigation-drawer-content"


class NavigationDrawerLayout(Shell):
    """Slots: app_bar_title, app_bar_links, navigation, content, sidesheet. The app bar shows below 840 pixels only."""

    html = shell_markup(
        "anvil-m3-drawer-layout", f'<nav class="{DRAWER}" aria-label="Main"><div class="{LINKS}"></div></nav>'
    )
    slot_parts = {**Shell.slot_parts, "navigation": LINKS}
    navigation_drawer_color = prop.colour("background-color", DRAWER)
