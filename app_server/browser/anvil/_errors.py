"""What happens to an exception that no handler caught."""

import json
import random
import traceback

from . import _page

OLD_PAGE = "This page is of the version before, and this does not work there any more. Save what you can, then reload."

_handler = None
_is_telling = False


def set_default_error_handling(handler):
    """Call ``handler(exception)`` for every exception nobody caught; None brings back the notice to the user."""
    global _handler
    _handler = handler


def report_error(error):
    """Give it to the app's handler, or log it and tell the user.

    A handler that raises the same again leaves it to the user; one that fails is not asked any more.
    """
    global _handler
    if _handler is None:
        _tell(error)
        return
    if type(error).__module__ == "builtins":
        # A TypeError and the like is a fault of the app, whatever its handler makes of it.
        print_trace(error)
        log(error)
    try:
        _handler(error)
    except Exception as second:  # noqa: BLE001 (the app's handler failed or passed it on: then we tell the user)
        if second is not error:
            _handler = None
        _tell(second)


def report_start_error(error):
    """The same for what kept the first form from opening: without a handler, a page of its own says so."""
    from ._opening import get_open_form

    if _handler is not None or get_open_form() is not None:
        _page.api.removeSkeleton()
        report_error(error)
        return
    reference = log(error)
    print_trace(error)
    _page.api.offerReload("This page could not start", f"Reload it. It has been noted under {reference}.")


def log(error):
    """Send the exception with its trace to the server's log; gives the reference under which it stands there."""
    reference = _server_reference(error) or f"{random.getrandbits(32):08x}"
    trace = "".join(traceback.format_exception(error))[-12_000:]
    report = {"type": type(error).__name__, "message": str(error)[:1000], "trace": trace, "reference": reference}
    _page.api.logToServer(json.dumps({"error": report, "url": _page.api.address()}))
    return reference


def _server_reference(error):
    described = getattr(error, "error_obj", None) or getattr(error, "_anvil_error_obj", None) or {}
    return described.get("reference")


def _tell(error):
    from .server import AppOfflineError, NoServerFunctionError, SessionExpiredError, UploadTooLargeError

    if isinstance(error, AppOfflineError):
        return  # the page's banner says so already, or it was the person's own wish
    if isinstance(error, UploadTooLargeError):
        _tell_alone(str(error), "Too much to send", "OK")
        return
    if isinstance(error, NoServerFunctionError) and _page.api.isStale():
        _tell_alone(OLD_PAGE, "There is a new version", "OK")
        return
    if isinstance(error, SessionExpiredError):
        if _tell_alone(
            "Your session has timed out. Please refresh the page to continue.", "Session Expired", "Refresh now"
        ):
            _page.api.reload()
        return
    reference = log(error)
    print_trace(error)
    _tell_alone(f"It has been noted under {reference}.", "Something went wrong", "OK")


def _tell_alone(text, title, button):
    """Show the dialog unless one of these is open: what goes wrong again and again is in the log each time."""
    global _is_telling
    from ._dialogs import alert

    if _is_telling:
        return None
    _is_telling = True
    try:
        return alert(text, title=title, buttons=[(button, True)])
    finally:
        _is_telling = False


def print_trace(error):
    """Write the exception with its trace to the browser's console."""
    _page.api.printError("".join(traceback.format_exception(error)))
