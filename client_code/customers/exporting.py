"""Downloading the contacts a list shows."""

import anvil.media

from ..shared.menus import menu_item
from ..shared.server_calls import call
from . import columns

FORMATS = (("CSV", "csv", False), ("Excel (XLSX)", "xlsx", False))
OF_COLUMNS = (("CSV, only these columns", "csv", True), ("Excel, only these columns", "xlsx", True))


def menu_items(query, shown):
    """An item for each format, with all columns or only those shown.

    The `ListQuery` and `shown()`, the names of the columns, say at that moment what the list shows.
    """
    every = FORMATS + OF_COLUMNS
    return [_menu_item(text, kind, query, shown if only_shown else None) for text, kind, only_shown in every]


def _menu_item(text, kind, query, shown):
    def export(**event):
        keys = columns.exported(shown()) if shown else None
        answer = call("export_contacts", query.for_server(), kind, query.sort, query.ascending, keys)
        anvil.media.download(answer["file"])

    return menu_item(text, "mi:download", export)
