"""Values as the stock server, a Clojure program, prints them in its messages."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

RECORD = "#anvil.dispatcher.types.SerializedPythonObject"


def printed(value: Any) -> str:
    """``nil``, ``"text"``, ``[1 2]``, ``{:a 1}``, or a record for an object of a portable class."""
    if value is None:
        return "nil"
    if isinstance(value, (str, bool, int, float)):
        return json.dumps(value, ensure_ascii=False)
    if isinstance(value, (list, tuple)):
        return f"[{' '.join(map(printed, value))}]"
    if isinstance(value, Mapping):
        return "{" + ", ".join(f":{key} {printed(item)}" for key, item in value.items()) + "}"
    name = portable_name(value)
    return (
        type(value).__name__
        if name is None
        else RECORD + printed({"type": name, "value": getattr(value, "__dict__", {})})
    )


def portable_name(value: Any) -> str | None:
    """The name under which the class of an object is registered as portable, or None."""
    info = getattr(value, "SERIALIZATION_INFO", None)
    return info[0] if info else None
