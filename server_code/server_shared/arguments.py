"""Checks what a caller sent against the annotations of the function it is meant for."""

from __future__ import annotations

import inspect
import math
import re
import types
import typing
from collections.abc import Callable, Iterable, Iterator
from itertools import chain, islice
from typing import Any

from .errors import Invalid, TooLarge

MAX_DEPTH = 50  # rules of segments lie 20 groups deep, each a list in a dict
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


def _length(value: Any) -> int:
    """How many characters the texts in ``value`` have; what is nested too deep is refused for that."""
    levels = islice(_levels(value), MAX_DEPTH + 2)
    return sum(len(each) for level in levels for each in level if isinstance(each, str))


def _levels(value: Any) -> Iterator[list[Any]]:
    """The value, then what is in it, then what is in that, and so on."""
    level = [value]
    while level:
        yield level
        level = [part for each in level if isinstance(each, dict | list | tuple) for part in _parts(each)]


def _parts(value: dict | list | tuple) -> Iterable[Any]:
    return chain(value, value.values()) if isinstance(value, dict) else value


def storable(value: Any) -> Any:
    """What is left of a value of JSON without the characters that PostgreSQL cannot hold: NUL, halves of others."""
    if isinstance(value, str):
        return _UNSTORABLE.sub("", value)
    if isinstance(value, dict):
        return {storable(name): storable(item) for name, item in value.items()}
    return [storable(item) for item in value] if isinstance(value, list) else value


def is_storable(value: Any) -> bool:
    """Whether PostgreSQL can hold the texts and numbers in ``value``, and the nesting is sane."""
    for depth, level in enumerate(_levels(value)):
        texts = [each for each in level if isinstance(each, str)]
        if depth > MAX_DEPTH or _UNSTORABLE.search("".join(texts)):
            return False
        if len(texts) < len(level) and not all(map(_is_sane, level)):
            return False
    return True


def _is_sane(value: Any) -> bool:
    if isinstance(value, int):
        return abs(value) <= MAX_WHOLE
    return not isinstance(value, float) or math.isfinite(value)
