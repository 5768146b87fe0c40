"""The error that a private function raises to reach its caller as one of Anvil's types."""

from __future__ import annotations


class AnvilError(Exception):
    """An error named by Anvil's type name, e.g. ``anvil.users.AuthenticationFailed``.

    Raised where Anvil's library need not be imported; the dispatcher hands the caller ``{type, message}``.
    """

    def __init__(self, type_name: str, message: str) -> None:
        super().__init__(message)
        self.type_name = type_name
        self.message = message
