"""Exceptions → what a caller is told of them, and what the server's log keeps."""

from __future__ import annotations

import logging
import secrets
import traceback
from pathlib import Path
from typing import Any

from anvil import _server

from ..errors import AnvilError
from ..request_log import current_request_id
from . import app_modules

SERVER_FOLDER = str(Path(__file__).parents[1]) + "/"

log = logging.getLogger(__name__)


def describe(error: BaseException) -> dict[str, Any]:
    """``{type, message, trace}`` as Anvil's library words it; ``trace`` is ``[[file, line], …]``, innermost first.

    A wrapped error that the app made itself and gave no type has none, as Anvil's library leaves it.
    """
    if isinstance(error, AnvilError):
        return {"type": error.type_name, "message": error.message, "trace": _trace(error)}
    known = (
        error.error_obj if isinstance(error, _server.AnvilWrappedError) else getattr(error, "_anvil_error_obj", None)
    )
    if known is not None:
        return {**known, "trace": known.get("trace", []) + _trace(error)}
    if isinstance(error, SyntaxError):
        return {"type": "SyntaxError", "message": str(error), "trace": [[error.filename, error.lineno]]}
    prefix = "anvil.server." if isinstance(error, _server.MaybeWrappedError) else ""
    return {"type": prefix + type(error).__name__, "message": str(error), "trace": _trace(error)}


def as_library_exception(error: BaseException) -> Exception:
    """The exception that code which called a server function catches, e.g. ``AnvilWrappedError`` for a ValueError."""
    return _server._deserialise_exception(describe(error))


def report(error: BaseException, function: str, *, with_trace: bool) -> dict[str, Any]:
    """What a remote caller is told. The unexpected goes to the log, under the ``reference`` that a page is told.

    ``with_trace`` is for trusted uplinks only: a browser never sees where the server's code stood.
    """
    described = describe(error)
    reference = None
    if not described.get("type", "").startswith("anvil."):
        reference = current_request_id() or secrets.token_hex(4)
        log.error("%s failed, reference %s", function, reference, exc_info=error)
    if with_trace:
        return described
    return {**described, "trace": []} | ({"reference": reference} if reference else {})


def no_server_function(name: str) -> _server.NoServerFunctionError:
    message = f'No server function matching "{name}" has been registered'
    return _server.NoServerFunctionError({"type": "anvil.server.NoServerFunctionError", "message": message})


def internal_error(error: BaseException, what: str) -> AnvilError:
    """Log a fault of the server itself and word it without saying anything of its inside."""
    reference = current_request_id() or secrets.token_hex(4)
    log.error("%s failed, reference %s", what, reference, exc_info=error)
    return AnvilError("anvil.server.InternalError", f"Internal server error: {reference}")


def _trace(error: BaseException) -> list[list[Any]]:
    """Where it came through, in the app's files and the libraries; where the server's own code stood is left out."""
    names = app_modules.file_names()
    lines = [(frame.f_code.co_filename, line) for frame, line in traceback.walk_tb(error.__traceback__)]
    return [[names.get(file, file), line] for file, line in reversed(lines) if not file.startswith(SERVER_FOLDER)]
