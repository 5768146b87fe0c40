"""The text box for a company: offers those that are known while somebody types, and says when one will be new."""

from ..shared import choices
from ..shared.server_calls import CallFailed, call
from . import texts


def offer(box):
    """Let a text box offer companies."""
    box.add_event_handler("change", _typed)
    box.add_event_handler("focus", _typed)
    box.add_event_handler("lost_focus", _left)


def _typed(sender, **event_args):
    names = _known(sender.text)
    if names is not None:
        choices.suggest(sender, [(name, name) for name in names])


def _left(sender, **event_args):
    typed = (sender.text or "").strip()
    names = _known(typed) if typed else []
    is_new = names is not None and typed.lower() not in [name.lower() for name in names]
    sender.supporting_text = texts.NEW_COMPANY if typed and is_new else ""


def _known(typed):
    """The companies that may be meant, None when the server cannot say: typing goes on without."""
    try:
        return call("suggest_companies", (typed or "").strip())["names"]
    except CallFailed:
        return None
