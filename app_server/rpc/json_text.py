"""JSON of the wire: orjson, and Python's own for the little that orjson refuses and Anvil's library sends."""

from __future__ import annotations

import json
from typing import Any

import orjson


def dumps(value: Any) -> bytes:
    """The text. Python's own writes what orjson does not: lone surrogates, whole numbers beyond 64 bits, deep nesting.

    Raises TypeError or RecursionError for what is not JSON.
    """
    try:
        return orjson.dumps(value)
    except TypeError:
        return json.dumps(value).encode()


def loads(text: str | bytes) -> Any:
    """The value. Raises json.JSONDecodeError, which orjson's is, too, or RecursionError for what is nested too deep."""
    try:
        return orjson.loads(text)
    except orjson.JSONDecodeError:
        return json.loads(text)
