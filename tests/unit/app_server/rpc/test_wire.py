"""Values survive the wire, and nobody can make up what the server signs."""

from __future__ import annotations

import datetime
import math
from typing import Any

import anvil
import orjson
import pytest
from anvil import _server
from hypothesis import given
from hypothesis import strategies as st

from app_server.rpc import wire
from app_server.rpc.signing import Signer

SERVER = Signer(b"key", "")
BROWSER = Signer(b"key", "session-1.0")
OTHER_BROWSER = Signer(b"key", "session-2.0")

YEAR_1000 = datetime.datetime(1000, 1, 1)  # noqa: DTZ001 (hypothesis adds the zone)
texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
# Half hours: the library writes other fractions of negative offsets wrongly, and no zone in use has them.
zones = st.integers(-28, 28).map(lambda halves: datetime.timezone(datetime.timedelta(minutes=30 * halves)))
scalars = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(allow_nan=False),
    texts,
    st.dates(),
    st.datetimes(YEAR_1000, timezones=zones),
)
values = st.recursive(
    scalars, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(texts, inner, max_size=4), max_leaves=20
)


@_server.portable_class
class Point:
    def __init__(self, x: float, y: float) -> None:
        self.x, self.y = x, y

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Point) and (self.x, self.y) == (other.x, other.y)

    __hash__ = None  # type: ignore[assignment]


def across(value: Any, signer: Signer = SERVER, *, trusted: bool = True, back: Signer | None = None) -> Any:
    """Encode, go through JSON, decode."""
    encoded, media = wire.encode({"id": "1", "response": value}, signer, remote_is_trusted=trusted)
    text = orjson.loads(orjson.dumps(encoded))
    received = {key: anvil.BlobMedia(item.content_type, item.get_bytes(), item.name) for key, item in media.items()}
    decoded = wire.decode(
        text, received, back or signer, remote_is_trusted=trusted, packages=frozenset({Point.__module__.split(".")[0]})
    )
    return decoded["response"]


@given(values)
def test_values_come_back_as_they_went(value: Any) -> None:
    assert across(value) == value


@given(values, values)
def test_the_quick_way_and_the_librarys_agree(value: Any, other: Any) -> None:
    quick, _ = wire.encode({"id": "1", "response": [value, other]}, SERVER, remote_is_trusted=True)
    library = _server.fill_out_media({"id": "1", "response": [value, other]}, None, remote_is_trusted=True)

    def by_path(objects: list[Any]) -> list[Any]:
        return sorted(objects, key=lambda item: repr(item["path"]))

    assert by_path(quick.pop("objects")) == by_path(library.pop("objects"))
    assert quick == library


def test_floats_that_json_lacks_come_back() -> None:
    back = across([math.inf, -math.inf, math.nan])
    assert back[:2] == [math.inf, -math.inf]
    assert math.isnan(back[2])


def test_whole_numbers_stay_int_and_floats_stay_float() -> None:
    assert [type(item) for item in across([5, 5.0, 2**40])] == [int, float, int]


def test_tuples_become_lists() -> None:
    assert across((1, ("a", 2))) == [1, ["a", 2]]


def test_naive_datetimes_get_a_zone() -> None:
    assert across(datetime.datetime(2026, 1, 31, 10, 0)).tzinfo is not None  # noqa: DTZ001 (that is the point)


@pytest.mark.parametrize("value", [{1: 2}, {"a": {1, 2}}, b"bytes", object()])
def test_what_cannot_cross_is_refused(value: Any) -> None:
    with pytest.raises(_server.SerializationError):
        across(value)


def test_media_keep_bytes_type_and_name() -> None:
    back = across({"file": anvil.BlobMedia("text/csv", b"a,b", "list.csv")})["file"]
    assert (back.get_bytes(), back.content_type, back.name) == (b"a,b", "text/csv", "list.csv")


def test_portable_objects_come_back_as_their_class() -> None:
    assert across({"where": [Point(1, 2.5)]}) == {"where": [Point(1, 2.5)]}


def test_a_capability_comes_back_with_what_narrowed_it() -> None:
    capability = _server.Capability(["contacts", 5]).narrow(["read"])
    assert across(capability, BROWSER, trusted=False).scope == ["contacts", 5, "read"]


def test_a_capability_of_another_session_is_refused() -> None:
    with pytest.raises(_server.AnvilWrappedError, match="expired session"):
        across(_server.Capability(["_", "t", 1], "local"), BROWSER, trusted=False, back=OTHER_BROWSER)


def decode_objects(objects: list[dict[str, Any]], signer: Signer = BROWSER, *, trusted: bool = False) -> Any:
    message = {"id": "1", "args": [None], "objects": objects}
    return wire.decode(message, {}, signer, remote_is_trusted=trusted, packages=frozenset({"my_app"}))["args"][0]


def test_a_browser_cannot_make_a_capability_up() -> None:
    made_up = {"type": ["Capability"], "path": ["args", 0], "scope": ["anything"], "mac": None}
    with pytest.raises(_server.AnvilWrappedError):
        decode_objects([dict(made_up)])
    assert decode_objects([dict(made_up)], SERVER, trusted=True).scope == ["anything"]


def test_trusted_code_cannot_make_up_the_servers_own_capabilities() -> None:
    made_up = {"type": ["Capability"], "path": ["args", 0], "scope": ["_", "t"], "mac": None}
    with pytest.raises(_server.AnvilWrappedError):
        decode_objects([made_up], SERVER, trusted=True)


def test_widening_a_capability_breaks_its_seal() -> None:
    narrow = {
        "type": ["Capability"],
        "path": ["args", 0],
        "scope": ["t", 1, "r"],
        "mac": BROWSER.capability(["t", 1, "r"]),
    }
    assert decode_objects([dict(narrow)]).scope == ["t", 1, "r"]
    with pytest.raises(_server.AnvilWrappedError):
        decode_objects([{**narrow, "scope": ["t", 1]}])


def test_a_browser_cannot_narrow_a_table_into_a_search_of_its_own_making() -> None:
    table = {"type": ["Capability"], "path": ["args", 0], "scope": ["_", "t", {"id": 1}]}
    table["mac"] = BROWSER.capability(table["scope"])
    assert decode_objects([dict(table)]).scope == table["scope"]
    with pytest.raises(_server.AnvilWrappedError):
        decode_objects([{**table, "narrow": [{"r": 5}]}])


def test_lazy_media_of_another_session_is_refused() -> None:
    lazy = {"type": ["LazyMedia"], "path": ["args", 0], "manager": "stored", "id": "7", "key": "local"}
    with pytest.raises(_server.AnvilWrappedError):
        decode_objects([dict(lazy)])
    lazy["key"] = BROWSER.lazy_media(lazy)
    assert decode_objects([lazy])._spec["id"] == "7"


def test_a_live_object_needs_its_seal_and_brings_no_cache_from_a_browser() -> None:
    spec = {"type": ["LiveObject"], "path": ["args", 0], "backend": "anvil.private.BackgroundTask", "id": "1"}
    spec |= {"permissions": [], "methods": ["get_state"], "itemCache": {"a": {"type": ["Primitive"], "value": 1}}}
    with pytest.raises(_server.AnvilWrappedError):
        decode_objects([{**spec, "mac": "0" * 64}])
    assert decode_objects([{**spec, "mac": BROWSER.live_object(spec)}])._spec["itemCache"] == {}


def test_a_browser_cannot_have_any_module_imported() -> None:
    named = {"type": ["ValueType"], "path": ["args", 0], "typeName": "antigravity.Fly"}
    with pytest.raises(_server.SerializationError, match="No such serializable type"):
        decode_objects([named])


@pytest.mark.parametrize("path", [["nowhere", 0], ["args", 7], ["args", 0, "x"], []])
def test_paths_that_lead_nowhere_are_no_crash(path: list[Any]) -> None:
    described = {"type": ["Date"], "path": path, "value": "2026-01-31"}
    try:
        decode_objects([described])
    except _server.SerializationError as error:
        assert "malformed" in str(error)  # an empty path is passed over without an error


def test_encoding_leaves_the_callers_value_alone() -> None:
    value = {"when": datetime.date(2026, 1, 31), "list": [(1, 2)], "media": anvil.BlobMedia("text/plain", b"x")}
    before = dict(value)
    across(value)
    assert value == before
