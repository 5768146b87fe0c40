"""Letting a person choose the columns of the list of contacts."""

import anvil

from . import columns, texts
from .SeveralChoices import SeveralChoices

USUAL = "usual"
APPLY = "apply"


def ask(names, fields):
    """The names of the columns chosen, begun with `names`; none for the usual ones, None when all stays."""
    panel = SeveralChoices("", columns.choices(fields))
    panel.chosen = names
    buttons = [(texts.CANCEL, None), (texts.COLUMNS_USUAL, USUAL), (texts.COLUMNS_APPLY, APPLY)]
    answer = anvil.alert(panel, title=texts.COLUMNS, buttons=buttons)
    if answer == USUAL:
        return []
    return panel.chosen if answer == APPLY else None
