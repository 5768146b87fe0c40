"""What one function of the process hands another is a copy, as if it had crossed the wire."""

from __future__ import annotations

import datetime
import enum
from typing import Any

import anvil
import pytest
from anvil import _server
from hypothesis import given

from app_server.rpc.values import send_arguments, send_result

from .test_wire import Point, across, values


def cross_result(value: Any) -> Any:
    return send_result(value).arrive()["response"]


@_server.portable_class
class Once(_server.SerializeWithIdentity):
    """An object that stays one object when it crosses twice in a message."""

    def __serialize_once__(self, _info: Any) -> dict[str, Any]:
        return {"kept": True}

    def __deserialize__(self, data: dict[str, Any], _info: Any) -> None:
        self.__dict__.update(data)


@given(values)
def test_a_copy_is_what_the_wire_would_bring(value: Any) -> None:
    assert cross_result(value) == across(value)


def test_lists_and_dicts_are_not_shared() -> None:
    value = {"a": [1, {"b": []}]}
    copied = cross_result(value)
    copied["a"][1]["b"].append(1)
    assert value == {"a": [1, {"b": []}]}


def test_naive_datetimes_get_the_servers_zone() -> None:
    assert cross_result(datetime.datetime(2026, 1, 31)).tzinfo is not None  # noqa: DTZ001 (that is the point)


def test_datetimes_arrive_with_an_offset_in_minutes_as_the_wire_writes_it() -> None:
    zone = datetime.timezone(datetime.timedelta(hours=5, minutes=53, seconds=28))
    arrived = cross_result(datetime.datetime(1900, 1, 1, tzinfo=zone))
    assert type(arrived.tzinfo) is anvil.tz.tzoffset
    assert arrived.utcoffset() == datetime.timedelta(hours=5, minutes=53)


def test_media_arrive_as_new_media_of_the_same_bytes() -> None:
    media = anvil.BlobMedia("text/plain", b"x", "a.txt")
    [arrived] = cross_result([media])
    assert (arrived.content_type, arrived.get_bytes(), arrived.name) == ("text/plain", b"x", "a.txt")
    assert type(arrived).__name__ == "StreamingMedia"


def test_capabilities_keep_what_they_were_narrowed_to() -> None:
    arrived = cross_result({"key": _server.Capability(["shop"]).narrow([5])})["key"]
    assert arrived.scope == ["shop", 5]


def test_updates_of_a_capability_come_back_with_the_answer() -> None:
    updates: list[Any] = []
    sent = _server.Capability(["shop"])
    sent.set_update_handler(updates.append)
    crossing = send_arguments([sent], {})
    crossing.arrive()["args"][0].send_update({"sold": 1})
    assert updates == []
    crossing.bring_back_updates()
    assert updates == [{"sold": 1}]


def test_rows_and_other_objects_of_the_library_stay_the_same_object() -> None:
    value = _server.AppResponder(data=1).load_app()
    assert cross_result([value])[0] is value


def test_portable_objects_of_the_app_are_copied() -> None:
    point = Point([1], 2)  # type: ignore[arg-type]
    copied = cross_result(point)
    assert copied == point
    assert copied.x is not point.x


def test_subclasses_of_plain_types_arrive_as_values() -> None:
    class Colour(enum.StrEnum):
        RED = "red"

    assert cross_result({"colour": Colour.RED}) == {"colour": "red"}


def test_one_object_in_two_arguments_shares_the_data_of_its_class() -> None:
    twice = Once()
    message = send_arguments([twice], {"again": twice}).arrive()
    assert message["args"][0] is message["kwargs"]["again"]


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ({1: 2}, "Cannot serialize dictionaries with keys that aren't strings at msg[{0}][1]"),
        ([{"a": {1}}], "Cannot serialize <class 'set'> object at msg[{0}][0]['a']"),
        (b"bytes", "Cannot serialize <class 'bytes'> object at msg[{0}]"),
        (object(), "Cannot serialize <class 'object'> object at msg[{0}]"),
    ],
)
def test_what_cannot_cross_is_refused_where_it_is(value: Any, said: str) -> None:
    with pytest.raises(_server.SerializationError) as arguments:
        send_arguments([value], {})
    assert str(arguments.value) == "Cannot serialize arguments to function. " + said.replace("[{0}]", "['args'][0]")
    with pytest.raises(_server.SerializationError) as result:
        send_result(value)
    assert str(result.value) == "Cannot serialize return value from function. " + said.replace("[{0}]", "['response']")
