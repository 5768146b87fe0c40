"""Connections that are slow, idle, half open, too many or full of nonsense: they get an error, the others an answer."""

from __future__ import annotations

import json
import socket as sockets
import time
from contextlib import ExitStack
from typing import Any
from urllib.parse import urlsplit

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import connect

from tests.server_process import CLIENT_KEY, SERVER_KEY, ServerProcess

from .conftest import BrowserSession
from .test_uplink_protocol import MEDIA, answer, call, greet, header

IDLE_CONNECTIONS = 200


def is_well(server: ServerProcess) -> None:
    session = BrowserSession(server.url)
    assert session.call("say_hello", "x") == "Hello, x!"
    session.http.close()


def test_idle_connections_hold_nobody_up(server: ServerProcess) -> None:
    address = urlsplit(server.url)
    with ExitStack() as opened:
        for _ in range(IDLE_CONNECTIONS):
            idle = opened.enter_context(sockets.create_connection((address.hostname, address.port or 80)))
            idle.send(b"POST /_/server-call-http HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\n{")
        started = time.monotonic()
        is_well(server)
        assert time.monotonic() - started < 5


def test_an_uplink_that_never_shows_a_key_keeps_nobody(server: ServerProcess) -> None:
    with connect(server.url.replace("http", "ws", 1) + "/_/uplink"):
        is_well(server)


def test_a_reader_that_takes_nothing_gets_nobody_elses_answers(server: ServerProcess) -> None:
    with greet(server, CLIENT_KEY) as slow:
        for number in range(20):
            call(slow, "echo", "x" * 200_000, id=str(number))
        is_well(server)


def test_a_message_of_ten_megabytes_is_a_message(server: ServerProcess) -> None:
    with greet(server) as socket:
        call(socket, "echo", "x" * 10_000_000)
        assert len(json.loads(socket.recv(20))["response"]) == 10_000_000


@pytest.mark.parametrize("depth", [400, 5_000, 200_000])
def test_deep_nesting_is_an_answer_or_an_error_and_no_more(server: ServerProcess, depth: int) -> None:
    with greet(server, CLIENT_KEY) as socket:
        text = '{"type": "CALL", "id": "1", "command": "echo", "call-stack-id": "s", "kwargs": {}, "args": [%s]}'
        socket.send(text % ("[" * depth + "]" * depth))
        assert {"response", "error"} & answer(socket).keys()
    is_well(server)


@pytest.mark.parametrize("depth", [400, 5_000, 200_000])
def test_a_page_may_not_nest_deeper_either(server: ServerProcess, browser: BrowserSession, depth: int) -> None:
    text = '{"type": "CALL", "id": "1", "command": "echo", "kwargs": {}, "args": [%s]}' % ("[" * depth + "]" * depth)
    response = browser.http.post("/_/server-call-http", content=text, headers={"Content-Type": "application/json"})
    assert response.status_code in (200, 400)
    is_well(server)


def test_media_that_break_off_end_with_their_connection(server: ServerProcess) -> None:
    for _ in range(5):
        with greet(server) as socket:
            call(socket, "double", None, objects=[MEDIA])
            socket.send(header(0, last=False))
            socket.send(b"x" * 60_000)
    is_well(server)


def test_a_client_uplink_may_bring_as_much_media_as_a_page(server: ServerProcess) -> None:
    with greet(server, CLIENT_KEY) as socket:
        call(socket, "double", None, objects=[MEDIA])
        for index in range(40):
            socket.send(header(index, last=False))
            socket.send(b"x" * 65_536)
        error = answer(socket)["error"]
    assert error["type"] == "anvil.server.SerializationError"
    assert error["message"] == "That is more than this server takes at once (2 MB)."


FORGED = {
    "a capability": {"type": ["Capability"], "scope": ["_", "t", 1], "mac": "0" * 64},
    "a capability without a signature": {"type": ["Capability"], "scope": ["shop"], "mac": None},
    "a capability with a scope that is none": {"type": ["Capability"], "scope": 5, "mac": "x"},
    "media that are stored": {"type": ["LazyMedia"], "manager": "stored", "id": "1", "key": "x"},
    "media that a function makes": {"type": ["LazyMedia"], "manager": "py", "id": '["fail", [], {}, true]', "key": "x"},
    "a live object": {"type": ["LiveObject"], "backend": "anvil.tables.Row", "id": "[1, 2]", "mac": "x"},
    "a class that the app has not": {"type": ["ValueType"], "typeName": "os.path.X"},
    "a type that nobody knows": {"type": ["Mystery"], "value": 1},
    "a number that is none": {"type": ["Long"], "value": "five"},
    "a date that is none": {"type": ["Date"], "value": "tomorrow"},
    "a path that leads nowhere": {"type": ["Long"], "value": "5", "path": ["args", 9, "x"]},
}


@pytest.mark.parametrize("forged", FORGED)
def test_what_is_made_up_is_refused(server: ServerProcess, browser: BrowserSession, forged: str) -> None:
    described = {"path": ["args", 0], **FORGED[forged]}
    with greet(server, CLIENT_KEY) as socket:
        call(socket, "echo", None, objects=[described])
        error = answer(socket)["error"]
    assert error["type"] in ("anvil.server.InvalidObjectError", "anvil.server.SerializationError", "Exception"), error
    assert browser.error("echo", None, objects=[described])["type"] == error["type"]


def test_a_key_cannot_be_guessed_again_and_again(server: ServerProcess) -> None:
    """An address of its own, which the other tests do not need any more."""

    def attempt(key: str) -> str:
        from_elsewhere = ("127.0.0.66", 0)
        with connect(server.url.replace("http", "ws", 1) + "/_/uplink", source_address=from_elsewhere) as socket:
            socket.send(json.dumps({"key": key, "v": 8}))
            return str(json.loads(socket.recv(5)).get("error"))

    assert [attempt("guess") for _ in range(10)] == ["Incorrect uplink key"] * 10
    assert attempt(SERVER_KEY) == "Too many wrong uplink keys; try again later."
    is_well(server)
    assert "refused an uplink from 127.0.0.66" in server.log.read_text()


def test_an_old_library_is_told_so(server: ServerProcess) -> None:
    said = []
    for version in (4, 6):
        with connect(server.url.replace("http", "ws", 1) + "/_/uplink") as socket:
            socket.send(json.dumps({"key": SERVER_KEY, "v": version}))
            said.append([json.loads(socket.recv(5)) for _ in range(1 if version == 4 else 2)][-1])
    assert said[0]["error"].startswith("You are using an outdated version of the uplink library.")
    assert said[1]["output"].startswith("You are using a deprecated version of the Anvil Uplink.")


values = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=9),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=5), inner, max_size=4),
    max_leaves=12,
)
objects = st.fixed_dictionaries(
    {
        "type": st.lists(
            st.sampled_from(["Capability", "LazyMedia", "LiveObject", "ValueType", "ClassType", "Date", "X"])
        )
    },
    optional={
        "path": st.lists(st.sampled_from(["args", "kwargs", 0, 1, "a"]), max_size=4) | values,
        "scope": values,
        "mac": values,
        "typeName": st.sampled_from(["os.X", "wire_app.X", "anvil.server._LoadAppResponse", ""]) | values,
        "value": values,
    },
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(args=st.lists(values, max_size=3), described=st.lists(objects, max_size=3), more=values)
def test_calls_with_every_kind_of_object_are_answered(
    server: ServerProcess, args: list[Any], described: list[Any], more: Any
) -> None:
    with greet(server, CLIENT_KEY) as socket:
        try:
            call(socket, "echo", *args, objects=described, vt_global=more)
            answered = json.loads(socket.recv(5))
            assert {"response", "error"} & answered.keys()
        except (ConnectionClosed, UnicodeEncodeError):
            pass
    is_well(server)
