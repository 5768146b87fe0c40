"""What can be done with a conversation, each with a way back. `pane` is the `ConversationPane` that shows it."""

import anvil

from ..marketing.TaskDateDialog import TaskDateDialog
from ..shared import clock
from ..shared.server_calls import CallFailed, call, show_error
from . import inbox_view, texts


def change(pane, name, *args):
    """Ask the server for a change of the conversation shown; True once it is made."""
    try:
        call(name, pane.contact_id, *args)
    except CallFailed as problem:
        show_error(problem)
        return False
    pane.raise_event("x-change")
    return True


def toggle_closed(pane):
    """Close it, or open it again."""
    conversation = pane.thread["conversation"]
    is_closed = conversation["state"] == "closed"
    said = (texts.REOPENED if is_closed else texts.CLOSED).format(conversation["name"])
    _set_state(pane, "open" if is_closed else "closed", None, said)


def snooze(pane, choice):
    """Let it rest so long, or until a day that is chosen."""
    until = inbox_view.snooze_until(clock.now(), choice) if choice else TaskDateDialog.choose()
    if until is not None:
        naive = until.replace(tzinfo=None)
        said = texts.SNOOZED.format(pane.thread["conversation"]["name"], inbox_view.day_and_hour(naive))
        _set_state(pane, "snoozed", naive.isoformat(), said)


def assign(pane, email, name):
    """Give it to somebody else."""
    before = pane.thread["conversation"]
    contact = (before["contact_id"], before["assigned_to"] or "")
    if change(pane, "assign_conversation", email):
        said = texts.ASSIGNED.format(name, before["name"]) if email else texts.UNASSIGNED.format(before["name"])
        _offer_undo(pane, said, "assign_conversation", *contact)


def decide_stop_request(pane, key, decision):
    """Unsubscribe who asked in a message, or leave them on; only that has a way back."""
    before = pane.thread["conversation"]
    is_done = change(pane, "decide_stop_request", key, decision)
    if is_done and decision == "left":
        said = texts.STOP_LEFT.format(before["name"])
        _offer_undo(pane, said, "decide_stop_request", before["contact_id"], key, "waiting")
    else:
        pane.load()


def _set_state(pane, state, until, said):
    before = pane.thread["conversation"]
    if change(pane, "set_conversation_state", state, until):
        back = (before["contact_id"], before["state"], before["snoozed_until"])
        _offer_undo(pane, said, "set_conversation_state", *back)


def _offer_undo(pane, said, name, *args):
    pane.load()

    def undo():
        try:
            call(name, *args)
        except CallFailed as problem:
            show_error(problem)
        pane.raise_event("x-change")
        pane.load()

    anvil.get_open_form().layout.offer_undo(said, undo)
