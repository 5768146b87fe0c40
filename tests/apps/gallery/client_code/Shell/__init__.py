"""The shell of the gallery: a link to each of its pages."""

from m3.components import MenuItem, NavigationLink

from .. import pages
from ._anvil_designer import ShellTemplate


class Shell(ShellTemplate):
    def __init__(self, **properties):
        self.links = {}
        super().__init__(**properties)
        for page, form, title, icon in pages.PAGES:
            self.links[page] = NavigationLink(text=title, icon=icon, navigate_to="gallery." + form)
            self.lp_links.add_component(self.links[page])
        self.links["rail"].badge = True
        self.links["overlays"].badge = True
        self.links["overlays"].badge_count = 3
        self.menu_person.menu_items = [MenuItem(text="Sign out", leading_icon="mi:logout")]

    def select(self, page):
        """Mark the link of the page shown."""
        for name, link in self.links.items():
            link.selected = name == page
