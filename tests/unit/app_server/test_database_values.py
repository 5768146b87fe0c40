"""Numbers and JSON come from the database as they went."""

from __future__ import annotations

import json

import pytest

from app_server.database_values import JsonLoader, NumberLoader

JSONB = 3802
NUMERIC = 1700


@pytest.mark.parametrize(
    "text",
    [
        "null",
        '{"a": [1, 2.5, -0.0], "ö": "ü\\u0000"}',
        "9223372036854775808",
        "18446744073709551616",
        "[-123456789012345678901234567890]",
        "100000000000000000000000000000000000000",
        '"12345678901234567890 in a text"',
        "0.12345678901234567890123",
        "[5, 5.0]",
    ],
)
def test_json_is_read_as_by_pythons_own_reader(text: str) -> None:
    assert repr(JsonLoader(JSONB).load(text.encode())) == repr(json.loads(text))


@pytest.mark.parametrize(
    ("text", "value"), [("5", "5"), ("5.0", "5.0"), ("18446744073709551616", "18446744073709551616")]
)
def test_whole_numbers_stay_whole(text: str, value: str) -> None:
    assert repr(NumberLoader(NUMERIC).load(text.encode())) == value
