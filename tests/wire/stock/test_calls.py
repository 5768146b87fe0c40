"""A program that speaks as the stock server's page is answered as the stock server answers it, with forms and not."""

from __future__ import annotations

import os
from typing import Any

import pytest

from .stock_page import StockPage, Upload


def of(page: StockPage, name: str) -> str:
    """A name that the other kind of page has not given to anybody."""
    return f"{name} of a {type(page).__name__}"


def moved(described: dict[str, Any]) -> dict[str, Any]:
    """What came as the answer, as the first argument."""
    return {**described, "path": ["args", 0, *described["path"][1:]]}


def returned(reply: Any) -> dict[str, Any]:
    """The parts of a message that hand an answer's value back."""
    shared = [item for item in reply.objects if item["path"][0] == "vt_global"]
    own = [moved(item) for item in reply.objects if item["path"][0] != "vt_global"]
    args = [reply.message["response"]]
    return {"args": args, "objects": shared + own, "vt_global": reply.message.get("vt_global", {})}


@pytest.mark.parametrize(
    "value",
    [None, True, 0, -1.5, "", "Zoë\u2028\r\n--x", "😀", [], {}, [[1, {"a": None}]], {"": {"b/c": [False]}}],
)
def test_plain_values_come_back_as_they_went(page: StockPage, value: Any) -> None:
    assert page.call("echo", value) == value


@pytest.mark.parametrize(
    "described",
    [
        {"type": ["DateTime"], "value": "2026-01-31 10:00:00.000000+0200"},
        {"type": ["Date"], "value": "2026-01-31"},
        {"type": ["Long"], "value": "123456789012345678901234567890"},
    ],
)
def test_described_values_come_back_as_they_went(page: StockPage, described: dict[str, Any]) -> None:
    reply = page.ask("echo", [None, {"x": None}], objects=[{**described, "path": ["args", 0, 1, "x"]}])
    assert reply.message["response"] == [None, {"x": None}]
    assert reply.objects == [{**described, "path": ["response", 1, "x"]}]


@pytest.mark.parametrize("value", ["NaN", "Infinity", "-Infinity"])
def test_numbers_that_json_has_not(page: StockPage, value: str) -> None:
    [described] = page.ask("echo", None, objects=[{"type": ["Float"], "value": value, "path": ["args", 0]}]).objects
    assert described["type"] == ["Float"]
    assert float(described["value"].lower()) == pytest.approx(float(value), nan_ok=True)


def test_keyword_arguments(page: StockPage) -> None:
    assert page.call("say_hello", kwargs={"name": "Grace"}) == "Hello, Grace!"


@pytest.mark.parametrize("size", [0, 1, 65535, 65536, 65537, 300_000])
def test_media_go_up_and_down_in_chunks(page: StockPage, size: int) -> None:
    content = os.urandom(size)
    reply = page.ask("double", Upload(content, "image/png", "Zoë.png"))
    [described] = reply.objects
    assert reply.message["response"] is None
    assert (described["type"], described["path"]) == (["DataMedia"], ["response"])
    assert (described["mime-type"], described["name"]) == ("image/png", "Zoë.png")
    assert reply.media == {described["id"]: content * 2}
    assert [header["lastChunk"] for header in reply.headers][-1:] == [True]
    assert sum(header["lastChunk"] for header in reply.headers) == 1


def test_media_without_a_name(page: StockPage) -> None:
    [described] = page.ask("double", Upload(b"x", name=None)).objects
    assert described["name"] is None


def test_stored_media_stay_on_the_server_until_they_are_wanted(page: StockPage) -> None:
    content = os.urandom(200_000)
    page.call("add_contact", of(page, "Stock photo"), Upload(content))
    [lazy] = page.ask("photo_of", of(page, "Stock photo")).objects
    assert (lazy["type"], lazy["length"], lazy["name"], lazy["mime-type"]) == (
        ["LazyMedia"],
        len(content),
        "a.txt",
        "text/plain",
    )
    spec = {key: value for key, value in lazy.items() if key != "path"}
    assert list(page.ask("anvil.private.fetch_lazy_media", spec).media.values()) == [content]


def test_lazy_media_go_back_as_an_argument(page: StockPage) -> None:
    [lazy] = page.ask("lazy_greeting", "Ada").objects
    assert list(page.ask("double", None, objects=[moved(lazy)]).media.values()) == [b"Dear AdaDear Ada"]


def test_a_row_is_handed_back_and_read(page: StockPage, thief: StockPage) -> None:
    page.call("add_contact", of(page, "Stock row"))
    back = returned(page.ask("contact", of(page, "Stock row")))
    assert page.call("name_of", **back) == of(page, "Stock row")
    error = thief.error("name_of", **back)
    assert error["type"] == "anvil.server.InvalidObjectError"
    assert error["message"] == "Error processing object from expired session"


def test_a_capability_goes_and_comes_with_an_empty_narrowing(page: StockPage) -> None:
    page.call("add_contact", of(page, "Stock capability"))
    back = returned(page.ask("contact", of(page, "Stock capability")))
    for described in back["objects"]:
        if described["type"] == ["Capability"]:
            described["narrow"] = None
    assert page.call("name_of", **back) == of(page, "Stock capability")


@pytest.mark.parametrize(
    ("command", "args", "kind", "message"),
    [
        ("fail", ["not today"], "ValueError", "not today"),
        ("fail_with_key_error", [], "KeyError", "'missing'"),
        (
            "nothing_of_that_name",
            [],
            "anvil.server.NoServerFunctionError",
            'No server function matching "nothing_of_that_name" has been registered',
        ),
        ("sleep", [6], "anvil.server.TimeoutError", "Server code took too long"),
    ],
)
def test_errors_have_the_stock_servers_keys(
    page: StockPage, command: str, args: list[Any], kind: str, message: str
) -> None:
    answer = page.ask(command, *args).message
    error = answer["error"]
    assert answer.keys() == {"id", "error", "objects"}
    assert error.keys() == {"type", "message", "trace"}
    assert (error["type"], error["message"]) == (kind, message)


def test_an_error_of_an_unserialisable_answer(page: StockPage) -> None:
    assert page.error("unserialisable")["type"] == "anvil.server.SerializationError"


def test_a_session_is_kept_by_its_cookie(page: StockPage, thief: StockPage) -> None:
    page.call("remember", {"basket": [1]})
    reply = page.ask("recall")
    assert reply.message.keys() == {"id", "response", "objects"}
    assert reply.message["response"] == {"basket": [1]}
    assert thief.call("recall") == 1


def test_cookies_of_the_app_come_with_the_answer(page: StockPage) -> None:
    page.call("keep_cookie", "colour", "green")
    assert page.call("read_cookie", "colour") == "green"
