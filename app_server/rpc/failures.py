"""Exceptions → what a caller is told of them, and what the server's log keeps."""

from __future__ import annotations

import logging
import secrets
import traceback
from typing import Any

from anvil import _server

from ..errors import AnvilError

log = logging.getLogger(__name__)


def describe(error: BaseException) -> dict[str, Any]:
    """``{type, message, trace}`` as Anvil's library words it; ``trace`` is ``[[file, line], …]``, innermost first."""
    if isinstance(error, AnvilError):
        return {"type": error.type_name, "message": error.message, "trace": _trace(error)}
    if isinstance(error, _server.AnvilWrappedError):
        return {
            "type": type(error).__name__,
            **error.error_obj,
            "trace": error.error_obj.get("trace", []) + _trace(error),
        }
    if isinstance(error, _server.MaybeWrappedError):
        return {"type": f"anvil.server.{type(error).__name__}", "message": str(error), "trace": _trace(error)}
    known = getattr(error, "_anvil_error_obj", None)
    if known is not None:
        return {**known, "trace": known.get("trace", []) + _trace(error)}
    return {"type": type(error).__name__, "message": str(error), "trace": _trace(error)}


def as_library_exception(error: BaseException) -> Exception:
    """The exception that code which called a server function catches, e.g. ``AnvilWrappedError`` for a ValueError."""
    if isinstance(error, (_server.AnvilWrappedError, _server.MaybeWrappedError)):
        return error
    return _server._deserialise_exception(describe(error))


def report(error: BaseException, function: str, *, with_trace: bool) -> dict[str, Any]:
    """What a remote caller is told. The unexpected goes to the log, and both get its ``reference``.

    ``with_trace`` is for trusted uplinks only: a browser never sees where the server's code stood.
    """
    described = describe(error)
    if not described["type"].startswith("anvil."):
        described["reference"] = secrets.token_hex(4)
        log.error("%s failed, reference %s", function, described["reference"], exc_info=error)
    if not with_trace:
        described["trace"] = []
    return described


def internal_error(error: BaseException, what: str) -> AnvilError:
    """Log a fault of the server itself and word it without saying anything of its inside."""
    reference = secrets.token_hex(4)
    log.error("%s failed, reference %s", what, reference, exc_info=error)
    return AnvilError("anvil.server.InternalError", f"Internal server error: {reference}")


def _trace(error: BaseException) -> list[list[Any]]:
    frames = traceback.extract_tb(error.__traceback__)
    return [[frame.filename, frame.lineno] for frame in reversed(frames)]
