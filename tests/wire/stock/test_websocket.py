"""The websocket of the stock server's page: its session, several calls at once, and what is refused."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from websockets.exceptions import ConnectionClosed, InvalidStatus

from tests.server_process import ServerProcess

from .stock_page import StockPage, StockSocket

Open = Callable[..., StockSocket]


@pytest.fixture
def opened(server: ServerProcess) -> Iterator[Open]:
    """``opened(cookie, origin)``: a connection."""
    sockets: list[StockSocket] = []

    def open_one(*args: Any) -> StockSocket:
        sockets.append(StockSocket(server.url, *args))
        return sockets[-1]

    yield open_one
    for socket in sockets:
        socket.close()


def cookie_of(socket: StockSocket) -> str:
    assert socket.cookie is not None
    return socket.cookie.partition("=")[2].partition(";")[0]


def test_who_comes_without_a_session_gets_one(opened: Open, form: StockPage) -> None:
    socket = opened()
    assert socket.cookie is not None
    assert "HttpOnly" in socket.cookie
    socket.call("remember", "on the socket")
    assert opened(cookie_of(socket)).call("recall") == "on the socket"
    form.http.cookies.set("anvil-session", cookie_of(socket))
    assert form.call("recall") == "on the socket"


def test_a_connection_that_keeps_nothing_is_no_session(opened: Open, form: StockPage) -> None:
    form.call("remember", 1)
    before = form.call("count_sessions")
    socket = opened()
    assert socket.call("recall") is None
    assert form.call("count_sessions") == before
    socket.call("remember", 2)
    assert form.call("count_sessions") == before + 1


def test_who_comes_with_a_session_is_in_it(opened: Open, form: StockPage) -> None:
    form.call("remember", "in a form")
    socket = opened(form.http.cookies["anvil-session"])
    assert socket.cookie is None
    assert socket.call("recall") == "in a form"


def test_a_session_that_has_ended_is_told_until_it_is_reset(opened: Open) -> None:
    socket = opened("forged")
    error = socket.error("recall")
    assert (error["type"], error["message"]) == ("anvil.server.SessionExpiredError", "Session expired")
    socket.call("anvil.private.reset_session")
    socket.call("remember", 5)
    assert socket.call("recall") == 5


def test_the_answer_has_the_stock_servers_keys(opened: Open) -> None:
    assert opened().ask("say_hello", "x").message.keys() == {"id", "response", "objects"}


def test_it_is_kept_alive_by_an_echo(opened: Open) -> None:
    assert opened().call("anvil.private.echo", "keep-alive", id="client-keepalive-0") == "keep-alive"


def test_a_slow_call_holds_no_quick_one_up(opened: Open) -> None:
    socket = opened()
    socket.socket.send(json.dumps(socket.message("sleep", 1) | {"id": "slow"}))
    socket.socket.send(json.dumps(socket.message("say_hello", "x") | {"id": "quick"}))
    assert [socket.receive().message["id"] for _ in range(2)] == ["quick", "slow"]


def test_more_calls_than_run_at_once_are_all_answered(opened: Open) -> None:
    socket = opened()
    ids = {str(number) for number in range(50)}
    for name in ids:
        socket.socket.send(json.dumps(socket.message("say_hello", name) | {"id": name}))
    assert {socket.receive().message["id"] for _ in ids} == ids


def test_what_the_page_reports_is_kept_in_the_log(opened: Open, server: ServerProcess) -> None:
    socket = opened()
    socket.socket.send(json.dumps({"type": "LOG", "print": "said on the socket"}))
    socket.call("say_hello", "x")
    assert any("said on the socket" in line["message"] for line in server.logged())


def test_pages_of_other_origins_are_refused(opened: Open) -> None:
    with pytest.raises(InvalidStatus) as refused:
        opened("", "https://evil.example")
    assert refused.value.response.status_code == 403


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "[1]",
        "null",
        '{"id": "1"}',
        '{"type": "CALL"}',
        '{"type": "REGISTER", "name": "say_hello"}',
        '{"type": "CALL", "id": "1", "objects": [5]}',
        '{"type": "CALL", "id": "1", "objects": 5}',
        json.dumps({"type": "LOG", "print": "x" * 20_000}),
        json.dumps({"type": "CALL", "id": "1", "command": "echo", "args": ["x" * 3_000_000]}),
    ],
)
def test_what_is_no_message_ends_the_connection(opened: Open, text: str) -> None:
    socket = opened()
    socket.socket.send(text)
    with pytest.raises(ConnectionClosed):
        socket.socket.recv(10)


def test_too_much_media_is_an_error(opened: Open) -> None:
    socket = opened()
    message = socket.message("double", None) | {"id": "1"}
    message["objects"] = [{"path": ["args", 0], "type": ["DataMedia"], "id": "f", "name": None, "mime-type": "x/y"}]
    socket.socket.send(json.dumps(message))
    header = {"type": "CHUNK_HEADER", "requestId": "1", "mediaId": "f", "chunkIndex": 0, "lastChunk": False}
    for _ in range(3):
        socket.socket.send(json.dumps(header))
        socket.socket.send(bytes(1024 * 1024))
    error = socket.receive().message["error"]
    assert error["type"] == "anvil.server.SerializationError"
    assert error["message"] == "That is more than this server takes at once (2 MB)."


def test_a_connection_that_goes_leaves_its_call_to_end(opened: Open, form: StockPage) -> None:
    socket = opened()
    socket.socket.send(json.dumps(socket.message("remember", "after it had gone")))
    socket.socket.close()
    form.http.cookies.set("anvil-session", cookie_of(socket))
    end = time.monotonic() + 5
    while form.call("recall") != "after it had gone":
        assert time.monotonic() < end
        time.sleep(0.05)
