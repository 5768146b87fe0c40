"""Errors that the server itself raises: for the operator at start, and for callers over the wire."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .rpc.call import Call


class StartError(Exception):
    """The server cannot start; the message is one sentence that tells the operator what to do."""

    @property
    def sentence(self) -> str:
        """The message in one line."""
        return " ".join(str(self).split())


class AnvilError(Exception):
    """An error by its Anvil type name, e.g. ``anvil.users.AuthenticationFailed``; callers get ``{type, message}``."""

    def __init__(self, type_name: str, message: str) -> None:
        super().__init__(message)
        self.type_name = type_name
        self.message = message


def permission_denied(message: str) -> AnvilError:
    return AnvilError("anvil.server.PermissionDenied", message)


def misuse(message: str) -> AnvilError:
    """The error for a call that the app should not have made; the stock server gives it no type of its own."""
    return AnvilError("anvil.server.InternalError", message)


def require_server(call: Call, operation: str) -> None:
    """Refuse browsers and client uplinks, in the stock server's words; ``operation`` is e.g. ``set cookies``."""
    if not call.trusted:
        raise misuse(f"Permission denied. Cannot {operation} from client code.")
