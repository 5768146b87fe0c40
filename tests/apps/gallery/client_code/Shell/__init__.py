"""The shell of the gallery: its pages by section, a search over what they show, dark and right to left."""

from anvil import get_url_hash, handle, set_url_hash
from anvil.js import window
from m3.components import MenuItem, NavigationLink, Text

from .. import pages
from ._anvil_designer import ShellTemplate


class Shell(ShellTemplate):
    def __init__(self, **properties):
        super().__init__(**properties)
        self.titles, self.links = {}, {}
        for section, members in pages.SECTIONS:
            self.titles[section] = Text(text=section, style="label", role="gallery-section")
            self.lp_links.add_component(self.titles[section])
            for page in members:
                self.links[page.name] = NavigationLink(
                    text=page.title, icon=page.icon, navigate_to="gallery." + page.form
                )
                self.lp_links.add_component(self.links[page.name])
        self.links["rail"].badge = True
        self.links["overlays"].badge = True
        self.links["overlays"].badge_count = 3
        self.menu_person.menu_items = [MenuItem(text="Sign out", leading_icon="mi:logout")]
        root = window.document.documentElement
        self.tib_dark.selected = root.getAttribute("data-scheme") == "dark"
        self.tib_right_to_left.selected = root.getAttribute("dir") == "rtl"

    def select(self, name):
        """Mark the link of the page shown, and put the page into the address."""
        for page, link in self.links.items():
            link.selected = page == name
        if get_url_hash() != name:
            set_url_hash(name)

    @handle("txt_find", "change")
    def txt_find_change(self, **event_args):
        text = self.txt_find.text.strip().lower()
        for section, members in pages.SECTIONS:
            found = [page for page in members if page.shows(text)]
            self.titles[section].visible = bool(found)
            for page in members:
                self.links[page.name].visible = page in found
        self.lbl_none.visible = not any(title.visible for title in self.titles.values())

    @handle("tib_dark", "click")
    def tib_dark_click(self, **event_args):
        window.document.documentElement.setAttribute("data-scheme", "dark" if self.tib_dark.selected else "light")

    @handle("tib_right_to_left", "click")
    def tib_right_to_left_click(self, **event_args):
        window.document.documentElement.setAttribute("dir", "rtl" if self.tib_right_to_left.selected else "ltr")
