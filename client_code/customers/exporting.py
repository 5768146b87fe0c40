"""Downloading the contacts a list shows."""

import anvil.media
from m3.components import MenuItem

from ..shared.server_calls import call

FORMATS = (("CSV", "csv"), ("Excel (XLSX)", "xlsx"))


def menu_items(query):
    """One menu item for each format; the `ListQuery` says what the list shows at that moment, and in which order."""
    return [_menu_item(text, kind, query) for text, kind in FORMATS]


def _menu_item(text, kind, query):
    item = MenuItem(text=text, leading_icon="mi:download")

    def export(**event):
        answer = call("export_contacts", query.for_server(), kind, query.sort, query.ascending)
        anvil.media.download(answer["file"])

    item.add_event_handler("click", export)
    return item
