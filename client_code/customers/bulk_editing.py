"""Changing many contacts from a list: beginning it, saying how it ended, taking it back.

Forms that offer it have `load()` and `layout`. A selection is the ids chosen one by one, or the filters of all.
"""

import anvil

from ..shared import pages
from ..shared.components.ConfirmationDialog import ConfirmationDialog
from ..shared.server_calls import call
from . import texts, tidying_texts, tidying_view

MAX_UNASKED = 500


class Selection:
    """`contact_ids`, or where `filters` is not None all `count` contacts that match these."""

    def __init__(self, contact_ids=(), filters=None, count=None):
        self.contact_ids = [] if filters is not None else list(contact_ids)
        self.filters = filters
        self.count = len(self.contact_ids) if count is None else count

    def ask(self, name, field, value):
        """Call `preview_edit` or `edit_contacts` for these contacts."""
        return call(name, self.contact_ids, field, value, self.filters)


def archive(form, selection):
    """Archive at once and offer to undo; of very many, ask first. True when it was begun."""
    many = tidying_view.people(selection.count)
    if selection.count > MAX_UNASKED and not ConfirmationDialog.ask(
        tidying_texts.ARCHIVE_TITLE,
        tidying_texts.ARCHIVE_QUESTION.format(many),
        tidying_texts.ARCHIVE_ACTION.format(many),
        tidying_texts.ARCHIVE_CONSEQUENCE,
    ):
        return False
    change = selection.ask("edit_contacts", "archive", None)["change"]
    follow(form, change, texts.ARCHIVE_MANY.format(tidying_view.people(change["count"])))
    return True


def follow(form, change, text=""):
    """Say how a change ended and offer to undo it; one that is still at work is shown on the page of changes."""
    if tidying_view.is_busy(change):
        return pages.open_page("changes")
    layout = form.layout
    form.load()
    if not change["count"]:
        return anvil.Notification(tidying_texts.NOTHING_CHANGED).show()
    done = text or tidying_texts.DONE.format(change["text"], tidying_view.people(change["count"]))
    layout.offer_undo(done, lambda: undo(change["change_id"]))


def undo(change_id):
    """Take a change back, and say what was kept."""
    change = call("undo_edit", change_id)["change"]
    if tidying_view.is_busy(change):
        return pages.open_page("changes")
    anvil.Notification(tidying_view.undone_words(change), style="success").show()
    form = anvil.get_open_form()
    if hasattr(form, "load"):
        form.load()
