"""Why a contact is in a segment or not, told in a dialog."""

import anvil

from . import texts


def explain(title, reasons, otherwise=texts.BY_HAND):
    """Show each condition of a segment and whether it holds, or `otherwise` for one that has none.

    `reasons` as the server has them.
    """
    lines = ["    " * each["depth"] + texts.HOLDS[each["holds"]] + each["text"] for each in reasons]
    anvil.alert("\n".join(lines) or otherwise, title=title, buttons=[(texts.CLOSE, None)])
