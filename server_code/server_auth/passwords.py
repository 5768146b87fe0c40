"""What a password must be."""

from __future__ import annotations

from ..server_shared.errors import Invalid

MIN_PASSWORD = 8
MAX_PASSWORD_BYTES = 72  # bcrypt ignores the rest
TOO_MANY_WRONG = "Too many wrong passwords. Please use “Forgotten your password?” to choose a new one."


def check_password(password: str, field: str = "password") -> None:
    """Raise Invalid for a password that is too short or too long."""
    if len(password) < MIN_PASSWORD:
        raise Invalid(fields={field: f"A password has at least {MIN_PASSWORD} characters."})
    if len(password.encode()) > MAX_PASSWORD_BYTES:
        raise Invalid(fields={field: f"A password has at most {MAX_PASSWORD_BYTES} letters (fewer with accents)."})
