"""JSON as Anvil's library writes it is read, and what only Python's own can write is written."""

from __future__ import annotations

import json
from typing import Any

import pytest

from app_server.rpc import json_text


@pytest.mark.parametrize("value", [None, 5, 1e16, "ü😀", "half \ud800", 2**64, {"a": [1, {"b": "\udfff"}]}])
def test_it_comes_back_as_it_went(value: Any) -> None:
    assert json_text.loads(json_text.dumps(value)) == value
    assert json_text.loads(json.dumps(value)) == value


def test_three_hundred_levels_are_written_and_read() -> None:
    value: Any = 0
    for _ in range(300):
        value = [value]
    assert json_text.loads(json_text.dumps(value)) == value


@pytest.mark.parametrize("text", ["", "{", "[1,]", "nope", b"\x00"])
def test_what_is_no_json_is_refused(text: str | bytes) -> None:
    with pytest.raises(json.JSONDecodeError):
        json_text.loads(text)


def test_what_json_does_not_know_is_refused() -> None:
    with pytest.raises(TypeError):
        json_text.dumps({"a": {1}})
