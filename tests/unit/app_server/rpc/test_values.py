"""What one function of the process hands another is a copy, as if it had crossed the wire."""

from __future__ import annotations

import datetime
import enum
from typing import Any

import anvil
import pytest
from anvil import _server
from hypothesis import given

from app_server.rpc.values import copy_arguments, copy_result, copy_value

from .test_wire import Point, across, values


@given(values)
def test_a_copy_is_what_the_wire_would_bring(value: Any) -> None:
    assert copy_value(value) == across(value)


def test_lists_and_dicts_are_not_shared() -> None:
    value = {"a": [1, {"b": []}]}
    copied = copy_value(value)
    copied["a"][1]["b"].append(1)
    assert value == {"a": [1, {"b": []}]}


def test_naive_datetimes_get_the_servers_zone() -> None:
    assert copy_value(datetime.datetime(2026, 1, 31)).tzinfo is not None  # noqa: DTZ001 (that is the point)


def test_media_and_capabilities_stay_the_same_object() -> None:
    for value in (anvil.BlobMedia("text/plain", b"x"), _server.Capability(["a"])):
        assert copy_value([value])[0] is value


def test_portable_objects_of_the_app_are_copied() -> None:
    point = Point([1], 2)  # type: ignore[arg-type]
    copied = copy_value(point)
    assert copied == point
    assert copied.x is not point.x


def test_subclasses_of_plain_types_arrive_as_values() -> None:
    class Colour(enum.StrEnum):
        RED = "red"

    assert copy_value({"colour": Colour.RED}) == {"colour": "red"}


@pytest.mark.parametrize("value", [{1: 2}, [{"a": {1}}], b"bytes", object()])
def test_what_cannot_cross_is_refused_on_either_side(value: Any) -> None:
    with pytest.raises(_server.SerializationError, match="arguments to function"):
        copy_arguments([value], {})
    with pytest.raises(_server.SerializationError, match="return value"):
        copy_result(value)
