"""Letting a person choose the columns of the list of contacts."""

from ..shared import dialogs
from . import columns, texts
from .SeveralChoices import SeveralChoices

USUAL = "usual"
APPLY = "apply"


def ask(names, fields):
    """The names of the columns chosen, begun with `names`; none for the usual ones, None when all stays."""
    panel = SeveralChoices("", columns.choices(fields))
    panel.chosen = names
    buttons = [(texts.CANCEL, False), (texts.COLUMNS_USUAL, USUAL), (texts.COLUMNS_APPLY, APPLY)]
    answer = dialogs.edit(panel, texts.COLUMNS, buttons=buttons)
    if answer == USUAL:
        return []
    return panel.chosen if answer == APPLY else None
