"""The drawer that staff and customers share: the links of a list of destinations, and the person's menu."""

from m3.components import NavigationLink, Text

from .. import app_context, keyboard, texts
from ..menus import menu_item
from . import colours, destinations, own_sign_in

LOGO = "_/theme/mybizz-mark.svg"


def build_links(layout, groups):
    """Fill `layout.lp_navigation` with `nav_<destination>` links; returns them by destination."""
    links = {}
    for title, entries in destinations.shown(groups, app_context.can_open, app_context.feature):
        if title:
            layout.lp_navigation.add_component(Text(text=title, style="label", scale="medium"))
        for name, text, icon, form, _feature in entries:
            links[name] = NavigationLink(text=text, icon=icon, navigate_to=form)
            setattr(layout, "nav_" + name, links[name])
            layout.lp_navigation.add_component(links[name])
    return links


def build_person_menu(layout):
    """Show who is signed in at the foot of the drawer, with what they can do there."""
    user = app_context.user() or {}
    name = user.get("name") or user.get("email") or ""
    layout.menu_person.user_name = name
    layout.lbl_person.text = name
    layout.lbl_role.text = texts.ROLES.get(app_context.role(), "")
    keys = menu_item(texts.KEYS_TITLE, "mi:keyboard", lambda **event: keyboard.show_keys())
    password = menu_item(texts.CHANGE_PASSWORD, "mi:password", own_sign_in.change_password)
    everywhere = menu_item(texts.SIGN_OUT_EVERYWHERE, "mi:phonelink_off", own_sign_in.sign_out_everywhere)
    leave = menu_item(texts.SIGN_OUT, "mi:logout", own_sign_in.sign_out)
    layout.menu_person.menu_items = [*colours.menu_items(), keys, password, everywhere, leave]


def mark(links, destination):
    """Select the link of `destination` and no other."""
    for name, link in links.items():
        link.selected = name == destination


def show_business(layout):
    """Put the name and logo of the business on top of the drawer and into the app bar."""
    config = app_context.config()
    layout.lbl_business.text = layout.lbl_app_bar.text = config.get("business_name") or "Mybizz"
    layout.img_logo.source = config.get("logo") or LOGO
