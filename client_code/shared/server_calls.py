"""The one door to the server: answers arrive as dicts, refusals as `CallFailed`."""

import time

import anvil
import anvil.server

from . import texts

READS = ("get_", "list_", "find_", "suggest_", "preview_")
RETRY_AFTER_SECONDS = (1, 2, 4, 8, 16)

_ask_to_sign_in = None
_asking = False


class CallFailed(Exception):
    """A refused or failed call: `code`, `text` to show, `fields` {name: text}, the whole `answer`."""

    def __init__(self, code, text="", answer=None):
        self.code = code
        self.text = texts.of_error(code, text)
        self.answer = answer or {}
        self.fields = self.answer.get("fields") or {}
        Exception.__init__(self, self.text)

    def when_overtaken(self, version):
        """The version that trying once more replaces, and what to say: where somebody else was quicker, that too."""
        theirs = self.answer.get("current") or {}
        if "version" not in theirs:
            return version, self.text
        return theirs["version"], texts.KEEP_YOURS.format(self.text)


def sign_in_with(ask):
    """Set what asks a person to sign in again: no arguments, True once signed in."""
    global _ask_to_sign_in
    _ask_to_sign_in = ask


def call(name, *args, **kwargs):
    """The answer of the server's callable `name`; raises `CallFailed`.

    When the session is gone the person signs in over the open form and the call is repeated.
    """
    answer = _reach(name, args, kwargs)
    while answer.get("code") == "not_signed_in" and _signed_in_again():
        answer = _reach(name, args, kwargs)
    if not answer.get("success"):
        raise CallFailed(answer.get("code", "unexpected"), answer.get("error", ""), answer)
    return answer


def show_error(error):
    """Tell the person what went wrong, in words."""
    text = error.text if isinstance(error, CallFailed) else texts.UNEXPECTED
    anvil.Notification(text, style="danger", timeout=8).show()


def _reach(name, args, kwargs):
    """One answer; a call that only reads is tried again while the server is away."""
    waits = RETRY_AFTER_SECONDS if name.startswith(READS) else ()
    for seconds in waits:
        try:
            return anvil.server.call_s(name, *args, **kwargs)
        except anvil.server.AppOfflineError:
            time.sleep(seconds)
        except anvil.server.SessionExpiredError:
            break
    try:
        return anvil.server.call(name, *args, **kwargs)
    except anvil.server.AppOfflineError as error:
        raise CallFailed("cancelled" if _is_cancelled(error) else "offline")
    except anvil.server.SessionExpiredError:
        anvil.server.reset_session()
        return {"success": False, "code": "not_signed_in"}


def _is_cancelled(error):
    """Whether the person stopped the upload, which one server offers and tells as a kind of being offline."""
    return type(error).__name__ == "UploadCancelledError"


def _signed_in_again():
    global _asking
    if _ask_to_sign_in is None or _asking:
        return False
    _asking = True
    try:
        return _ask_to_sign_in()
    finally:
        _asking = False
