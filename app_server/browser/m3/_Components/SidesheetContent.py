"""SidesheetContent: the parts of a side sheet."""

from .._base import M3Container

SLOTS = {
    "anvil-m3-sidesheet-title": "m3-sheet-title",
    "anvil-m3-sidesheet-close-button": "m3-sheet-close",
    "anvil-m3-sidesheet": "anvil-m3-sidesheet-content",
    "anvil-m3-sidesheet-footer": "anvil-m3-sidesheet-footer",
}


class SidesheetContent(M3Container):
    """A container with slots for title, close button, content and footer."""

    html = (
        '<div class="anvil-m3-sidesheet-parts"><div class="anvil-m3-sidesheet-title-container">'
        '<div class="m3-sheet-title"></div><div class="m3-sheet-close"></div></div>'
        '<div class="anvil-m3-sidesheet-content"></div><div class="anvil-m3-sidesheet-footer"></div></div>'
    )

    def child_host(self, layout_props):
        return self.part(SLOTS.get(layout_props.get("slot"), "anvil-m3-sidesheet-content"))
