"""Errors of the trade. Each has a code; the callable decorator alone turns them into answers."""

from __future__ import annotations

from typing import Any


class MybizzError(Exception):
    """A refusal a person can understand. ``details`` join the answer beside ``error`` and ``code``."""

    code = "invalid"

    def __init__(self, message: str, **details: Any) -> None:
        super().__init__(message)
        self.message = message
        self.details = details


class NotSignedIn(MybizzError):
    code = "not_signed_in"

    def __init__(self, message: str = "Please sign in.") -> None:
        super().__init__(message)


class Forbidden(MybizzError):
    code = "forbidden"

    def __init__(self, message: str = "You do not have permission to do this.") -> None:
        super().__init__(message)


class NotFound(MybizzError):
    code = "not_found"


class Invalid(MybizzError):
    """Wrong input. ``fields`` maps the names of fields to what is wrong with each."""

    code = "invalid"

    def __init__(self, message: str = "", fields: dict[str, str] | None = None) -> None:
        fields = fields or {}
        super().__init__(message or " ".join(fields.values()), fields=fields)
        self.fields = fields


class Conflict(MybizzError):
    """Somebody else changed the record first. ``current`` is the record as it stands."""

    code = "conflict"

    def __init__(self, message: str, current: dict[str, Any]) -> None:
        super().__init__(message, current=current)


class Duplicate(MybizzError):
    code = "duplicate"


class Locked(MybizzError):
    code = "locked"


class TooLarge(MybizzError):
    code = "too_large"
