"""How PostgreSQL's numbers and JSON become Python's."""

from __future__ import annotations

import json
import re
from typing import Any

import orjson
from psycopg import Connection
from psycopg.abc import Buffer
from psycopg.adapt import Loader

# orjson makes floats of whole numbers beyond 64 bits, which have as many digits or more.
_LONG_NUMBER = re.compile(rb"\d{19}")


class NumberLoader(Loader):
    """``numeric`` → int or float, as it was written: 5 or 5.0."""

    def load(self, data: Buffer) -> int | float:
        text = bytes(data)
        return float(text) if b"." in text else int(text)


class JsonLoader(Loader):
    """``jsonb`` → what it holds, several times as fast as by Python's own reader."""

    def load(self, data: Buffer) -> Any:
        text = bytes(data)
        return json.loads(text) if _LONG_NUMBER.search(text) else orjson.loads(text)


def register(connection: Connection[Any]) -> None:
    """Have a connection read its values so."""
    connection.adapters.register_loader("numeric", NumberLoader)
    connection.adapters.register_loader("jsonb", JsonLoader)
