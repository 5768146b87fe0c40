"""What people agree to be written to for, each purpose on its own."""

from __future__ import annotations

from typing import Any

from .validators import validate_choice

PURPOSES = ("marketing", "newsletter", "surveys")


def clean_purpose(value: Any) -> str:
    """One of ``PURPOSES``. Raises Invalid."""
    return validate_choice(value, PURPOSES, "purpose")
