"""Downloading the contacts a list shows."""

import anvil.media
from m3.components import MenuItem

from ..shared.server_calls import call

FORMATS = (("CSV", "csv"), ("Excel (XLSX)", "xlsx"))


def menu_items(filters):
    """One menu item for each format; `filters` is called for what the list shows at that moment."""
    return [_menu_item(text, kind, filters) for text, kind in FORMATS]


def _menu_item(text, kind, filters):
    item = MenuItem(text=text, leading_icon="mi:download")

    def export(**event):
        anvil.media.download(call("export_contacts", filters(), kind)["file"])

    item.add_event_handler("click", export)
    return item
