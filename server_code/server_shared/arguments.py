"""Checks what a caller sent against the annotations of the function it is meant for."""

from __future__ import annotations

import inspect
import math
import re
import types
import typing
from collections.abc import Callable
from typing import Any

from .errors import Invalid, TooLarge

MAX_DEPTH = 12
MAX_TEXT = 900_000  # characters of one argument, all its texts together; files come as media
MAX_WHOLE = 2**53  # beyond it, whole numbers are not whole any more in browsers
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")


def bind(function: Callable[..., Any], hints: dict[str, Any], args: tuple, kwargs: dict) -> dict[str, Any]:
    """The arguments by name. Raises TooLarge, and Invalid when they do not fit the signature, types, or database."""
    try:
        bound = inspect.signature(function).bind(*args, **kwargs)
    except TypeError as error:
        raise Invalid("This was not called with the arguments it takes.") from error
    for name, value in bound.arguments.items():
        if name in hints and not _fits(value, hints[name]):
            raise Invalid(f"“{name}” is not of the right kind.", {name: "This is not of the right kind."})
        if _length(value) > MAX_TEXT:
            raise TooLarge(f"“{name}” is longer than {MAX_TEXT:,} characters.")
        if not is_storable(value):
            raise Invalid(f"“{name}” holds something that cannot be stored.", {name: "This cannot be stored."})
    return bound.arguments


def _fits(value: Any, hint: Any) -> bool:
    if hint is Any:
        return True
    origin = typing.get_origin(hint)
    if origin in (typing.Union, types.UnionType):
        return any(_fits(value, option) for option in typing.get_args(hint))
    kind = type(None) if hint is None else (origin or hint)
    if kind in (int, float) and isinstance(value, bool):
        return False
    return isinstance(value, kind)


def _length(value: Any, depth: int = 0) -> int:
    """How many characters the texts in ``value`` have; what is nested too deep is refused for that."""
    if isinstance(value, str):
        return len(value)
    if depth > MAX_DEPTH or not isinstance(value, dict | list | tuple):
        return 0
    parts = (part for pair in value.items() for part in pair) if isinstance(value, dict) else value
    return sum(_length(part, depth + 1) for part in parts)


def storable(value: Any) -> Any:
    """What is left of a value of JSON without the characters that PostgreSQL cannot hold: NUL, halves of others."""
    if isinstance(value, str):
        return _UNSTORABLE.sub("", value)
    if isinstance(value, dict):
        return {storable(name): storable(item) for name, item in value.items()}
    return [storable(item) for item in value] if isinstance(value, list) else value


def is_storable(value: Any, depth: int = 0) -> bool:
    """Whether PostgreSQL can hold the texts and numbers in ``value``, and the nesting is sane."""
    if depth > MAX_DEPTH:
        return False
    if isinstance(value, str):
        return not _UNSTORABLE.search(value)
    if isinstance(value, int):
        return abs(value) <= MAX_WHOLE
    if isinstance(value, float):
        return math.isfinite(value)
    if isinstance(value, dict):
        return all(is_storable(item, depth + 1) for pair in value.items() for item in pair)
    if isinstance(value, list | tuple):
        return all(is_storable(item, depth + 1) for item in value)
    return True
