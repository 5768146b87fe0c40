"""What is done to a sequence from its page or its row, each with its undoing; `form` has `load()` and `layout`."""

import anvil

from ..shared import pages
from ..shared.server_calls import CallFailed, call
from . import sequence_texts as texts


def start(form, sequence):
    """Let a sequence run, or run again."""
    if _ask(form, "activate_sequence", sequence):
        form.layout.offer_undo(texts.STARTED, lambda: _ask(form, "pause_campaign", sequence))


def pause(form, sequence):
    """Let everybody wait where they are."""
    if _ask(form, "pause_campaign", sequence):
        form.layout.offer_undo(texts.PAUSED, lambda: _ask(form, "activate_sequence", sequence))


def duplicate(sequence):
    """Open a new draft with the same steps and rules."""
    made = call("duplicate_sequence", sequence["campaign_id"])["campaign_id"]
    pages.open_page("sequence", campaign_id=made, tab="rules")


def archive(form, sequence):
    """Take a sequence out of use; undone, it runs again if it did."""
    was_running = sequence["status"] == "active"
    if _ask(form, "archive_sequence", sequence):
        text = texts.ARCHIVED.format(sequence["campaign_name"])
        form.layout.offer_undo(text, lambda: _bring_back(form, sequence, was_running))


def restore(form, sequence):
    """Bring an archived sequence back; it does not run yet."""
    if _bring_back(form, sequence, False):
        text = texts.RESTORED.format(sequence["campaign_name"])
        form.layout.offer_undo(text, lambda: _ask(form, "archive_sequence", sequence))


def _bring_back(form, sequence, runs):
    return _ask(form, "restore_sequence", sequence) and (not runs or _ask(form, "activate_sequence", sequence))


def _ask(form, name, sequence):
    """Ask the server for a deed and show what came of it; False when it is refused, and that is said."""
    try:
        call(name, sequence["campaign_id"])
    except CallFailed as problem:
        anvil.Notification(problem.text, style="danger", timeout=8).show()
        return False
    finally:
        form.load()
    return True
