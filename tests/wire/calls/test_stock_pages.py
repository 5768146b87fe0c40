"""Capabilities and portable objects of a program that calls as the stock server's page does."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.server_process import ServerProcess

from ..stock.stock_page import Reply, StockPage, StockSocket


@pytest.fixture(params=[StockPage, StockSocket], ids=["form", "websocket"])
def page(asked_server: ServerProcess, request: pytest.FixtureRequest) -> Iterator[StockPage]:
    opened = request.param(asked_server.url)
    yield opened
    opened.close()


def given(page: StockPage, *scope: Any) -> dict[str, Any]:
    """A capability that the server handed out, as the first argument of a call."""
    [described] = page.ask("hand_out", list(scope)).objects
    assert (described["type"], described["scope"], described["path"]) == (["Capability"], list(scope), ["response"])
    return {**described, "path": ["args", 0]}


def echoed(page: StockPage, kind: str, value: Any, name: str, **parts: Any) -> Reply:
    described = {"type": [kind], "path": ["args", 0], "typeName": name}
    return page.ask("one", value, objects=[described], **parts)


def test_a_capability_is_worth_what_it_says(page: StockPage) -> None:
    assert page.call("use", None, ["shop", 5], objects=[given(page, "shop", 5)]) == ["shop", 5]


@pytest.mark.parametrize(("narrow", "scope"), [([], ["shop"]), (["x"], ["shop", "x"]), ([None, {"a": 1}], None)])
def test_a_page_narrows_what_it_has(page: StockPage, narrow: list[Any], scope: list[Any] | None) -> None:
    wanted = scope or ["shop", None, {"a": 1}]
    assert page.call("use", None, wanted, objects=[{**given(page, "shop"), "narrow": narrow}]) == wanted


@pytest.mark.parametrize("spoilt", [{"mac": "x"}, {"mac": None}, {"scope": ["shop", 6]}, {"scope": ["_", "shop"]}])
def test_a_capability_cannot_be_made_up(page: StockPage, spoilt: dict[str, Any]) -> None:
    error = page.error("use", None, ["shop", 5], objects=[given(page, "shop", 5) | spoilt])
    assert error["type"] == "anvil.server.InvalidObjectError"
    assert error["message"] == "Error processing object from expired session"


def test_updates_of_a_capability_come_with_the_answer(page: StockPage) -> None:
    reply = page.ask("send_update", None, {"price": 2}, objects=[given(page, "shop", 5)])
    assert reply.message["capUpdates"] == {'["shop", 5]': {"price": 2}}


def test_after_an_invalidation_it_is_worth_nothing(page: StockPage) -> None:
    capability = given(page, "shop", 5)
    page.call("anvil.private.invalidate_client_objects")
    error = page.error("use", None, ["shop", 5], objects=[capability])
    assert error["type"] == "anvil.server.InvalidObjectError"


def live_object(page: StockPage) -> dict[str, Any]:
    """A live object that the server handed out, as a page keeps it."""
    spec = {"backend": "shop.Till", "id": "7", "permissions": ["open"], "methods": ["add"], "itemCache": {"a": "b"}}
    [described] = page.ask("make", f"anvil.LiveObject({spec})").objects
    assert described["itemCache"] == {"a": {"type": ["Primitive"], "value": "b"}}
    return {key: described[key] for key in ("backend", "id", "permissions", "mac")}


def test_a_live_object_goes_and_comes(page: StockPage) -> None:
    spec = live_object(page)
    sent = [{**spec, "type": ["LiveObject"], "path": ["args", 0, place]} for place in (0, 1)]
    sent[0]["methods"] = ["add"]
    first, second = page.ask("one", [None, None], objects=sent).objects
    assert (first["methods"], "methods" in second) == (["add"], False)
    assert {key: second[key] for key in spec} == spec


@pytest.mark.parametrize(
    ("spoilt", "kind"),
    [
        ({}, "InternalError: Unsupported live object method: add"),
        ({"id": "8"}, "InvalidObjectError: Error processing object from expired session"),
        ({"mac": None}, "InvalidObjectError: Error processing object from expired session"),
    ],
)
def test_a_live_objects_method_is_for_who_was_given_the_object(
    page: StockPage, spoilt: dict[str, Any], kind: str
) -> None:
    message = page.message("add", 5)
    message["liveObjectCall"] = {"method": message.pop("command"), **live_object(page), **spoilt}
    error = page.exchange(message, {}).message["error"]
    assert f"{error['type']}: {error['message']}" == f"anvil.server.{kind}"


def test_a_portable_object_goes_and_comes(page: StockPage) -> None:
    reply = echoed(page, "ValueType", {"x": 1, "y": [2]}, "shop.Point")
    assert reply.message["response"] == {"x": 1, "y": [2]}
    assert reply.objects == [{"type": ["ValueType"], "path": ["response"], "typeName": "shop.Point"}]


def test_a_portable_class_goes_and_comes(page: StockPage) -> None:
    reply = echoed(page, "ClassType", None, "shop.Point")
    assert reply.objects == [{"type": ["ClassType"], "path": ["response"], "typeName": "shop.Point"}]


@pytest.mark.parametrize("shared", [["shop.Counted", {"count": 4}], {}])
def test_what_portable_objects_share_goes_beside_them(page: StockPage, shared: Any) -> None:
    vt_global = shared or ["shop.Counted", {"count": 9}]
    reply = echoed(page, "ValueType", {}, "shop.Counted", vt_global=vt_global)
    assert reply.message["vt_global"] == ["shop.Counted", {"count": 1}]


def test_what_a_portable_class_raises_is_told(page: StockPage) -> None:
    error = echoed(page, "ValueType", {}, "shop.Fussy").message["error"]
    assert (error["type"], error["message"]) == ("ValueError", "not today")


def test_media_that_cannot_be_read_are_an_error_of_the_call(page: StockPage) -> None:
    error = page.error("write_letter", None)
    assert (error["type"], error["message"]) == ("LookupError", "nothing to write")


def test_media_of_a_class_of_the_apps_own_come_with_their_bytes(page: StockPage) -> None:
    assert list(page.ask("write_letter", "Dear Ada").media.values()) == [b"Dear Ada"]


def test_an_unknown_class_is_told(page: StockPage) -> None:
    error = echoed(page, "ValueType", {}, "no.Such").message["error"]
    assert error["type"] == "anvil.server.SerializationError"
    assert error["message"].startswith("No such serializable type: no.Such")


def test_the_function_sees_a_browser(page: StockPage) -> None:
    kind, client, caller, stack, task = page.call("context")
    assert (kind, client, stack, task) == ("server_module", ["browser", "127.0.0.1", None], ["browser"], None)
    assert caller == ["browser", False, 8]
