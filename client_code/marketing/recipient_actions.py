"""What can be done with recipients; a list that offers it has `campaign`, `filters` and `changed()`."""

import anvil
import anvil.media

from ..shared import app_context, formats
from ..shared.server_calls import CallFailed, call, show_error
from . import recipient_texts as texts


def remove(part, send_keys):
    """Let some who wait get nothing, and offer to undo it."""
    count = _change(part, "remove_recipients", send_keys)
    if count:
        undo = anvil.get_open_form().layout.offer_undo
        undo(_words(texts.REMOVED, count), lambda: _change(part, "restore_recipients", send_keys))


def retry(part):
    """Let everything that failed wait again."""
    count = _change(part, "retry_failed_messages")
    if count:
        anvil.Notification(_words(texts.RETRIED, count), timeout=4).show()


def settle(part, name, send_key):
    """Say of a message in doubt that it arrived, or send it again: `name` is the callable."""
    if _reach(name, [send_key]):
        part.changed()


def export(part):
    """Download the list as it is narrowed."""
    answer = _reach("export_campaign_recipients", part.campaign["campaign_id"], part.filters)
    if answer:
        anvil.media.download(answer["file"])


def _words(words, count):
    return formats.counted(words, count, app_context.config().get("locale"))


def _change(part, name, *args):
    """How many a change was about; None when it was refused, and that is said."""
    answer = _reach(name, part.campaign["campaign_id"], *args)
    if answer is None:
        return None
    part.changed()
    return answer["count"]


def _reach(name, *args):
    try:
        return call(name, *args)
    except CallFailed as problem:
        return show_error(problem)
