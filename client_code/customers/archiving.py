"""Archiving contacts and taking it back; forms that offer it have `load()`."""

import anvil

from ..shared import app_context, formats
from ..shared.server_calls import call
from . import texts


def archive(form, contact_ids):
    """Archive at once and offer to undo: nothing is lost by it."""
    count = call("archive_contacts", list(contact_ids))["count"]
    layout = form.layout
    form.load()
    people = texts.people(count, formats.number(count, app_context.config().get("locale")))
    layout.offer_undo(texts.ARCHIVE_MANY.format(people), lambda: _undo(contact_ids))


def restore(form, contact_ids):
    """Bring archived contacts back."""
    call("restore_contacts", list(contact_ids))
    anvil.Notification(texts.RESTORED, style="success").show()
    form.load()


def _undo(contact_ids):
    call("restore_contacts", list(contact_ids))
    form = anvil.get_open_form()
    if hasattr(form, "load"):
        form.load()
