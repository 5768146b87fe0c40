"""What happens to an exception that no handler caught."""

import json
import random
import traceback

_handler = None


def set_default_error_handling(handler):
    """Call ``handler(exception)`` for every exception nobody caught; None brings back the notice to the user."""
    global _handler
    _handler = handler


def report_error(error):
    """Give it to the app's handler, or log it and tell the user. An exception of the handler is reported itself."""
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
        _tell(second)


def log(error):
    """Send the exception with its trace to the server's log; gives the reference under which it stands there."""
    from . import _page

    reference = _server_reference(error) or f"{random.getrandbits(32):08x}"
    trace = "".join(traceback.format_exception(error))[-12_000:]
    report = {"type": type(error).__name__, "message": str(error)[:1000], "trace": trace, "reference": reference}
    _page.api.logToServer(json.dumps({"error": report, "url": _page.api.address()}))
    return reference


def _server_reference(error):
    described = getattr(error, "error_obj", None) or getattr(error, "_anvil_error_obj", None) or {}
    return described.get("reference")


def _tell(error):
    from . import _page
    from ._dialogs import alert
    from .server import AppOfflineError, SessionExpiredError

    if isinstance(error, AppOfflineError):
        return  # the page's banner says so already
    if isinstance(error, SessionExpiredError):
        alert("Sign in again to go on.", title="Your session has ended")
        _page.api.reload()
        return
    reference = log(error)
    print_trace(error)
    alert(f"It has been noted under {reference}.", title="Something went wrong")


def print_trace(error):
    """Write the exception with its trace to the browser's console."""
    from . import _page

    _page.api.printError("".join(traceback.format_exception(error)))
