"""What an uplink may send, in whatever shape: frames that no library would send cost it the connection, and no more."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import ClientConnection, connect

from tests.server_process import CLIENT_KEY, SERVER_KEY, ServerProcess

from .conftest import BrowserSession

MEDIA = {"type": ["DataMedia"], "path": ["args", 0], "id": "m", "mime-type": "text/plain", "name": "a.txt"}


@contextmanager
def greet(server: ServerProcess, key: str = SERVER_KEY) -> Iterator[ClientConnection]:
    with connect(
        server.url.replace("http", "ws", 1) + "/_/uplink", open_timeout=20, close_timeout=1, max_size=None
    ) as socket:
        socket.send(json.dumps({"key": key, "v": 8}))
        assert json.loads(socket.recv(5))["auth"] == "OK"
        yield socket


@pytest.fixture
def socket(server: ServerProcess) -> Iterator[ClientConnection]:
    with greet(server) as opened:
        yield opened


def call(socket: ClientConnection, name: str, *args: Any, **parts: Any) -> None:
    message = {"type": "CALL", "id": "1", "command": name, "args": list(args), "kwargs": {}, "call-stack-id": "s"}
    socket.send(json.dumps(message | parts))


def answer(socket: ClientConnection) -> dict[str, Any]:
    return json.loads(socket.recv(5))


def header(index: int, *, last: bool) -> str:
    kind = {"type": "CHUNK_HEADER", "requestId": "1", "mediaId": "m", "chunkIndex": index, "lastChunk": last}
    return json.dumps(kind)


def test_the_greeting_tells_the_privilege_and_the_app(server: ServerProcess) -> None:
    with connect(server.url.replace("http", "ws", 1) + "/_/uplink") as socket:
        socket.send(json.dumps({"key": CLIENT_KEY, "v": 8}))
        greeting = json.loads(socket.recv(5))
    assert greeting["priv"] == "client"
    assert greeting["app-info"]["id"] == "wire_app"


def test_keep_alive_is_answered(socket: ClientConnection) -> None:
    call(socket, "anvil.private.echo", "keep-alive")
    assert answer(socket) == {"id": "1", "response": "keep-alive", "objects": []}


def test_trusted_code_gets_the_trace_of_an_error(socket: ClientConnection) -> None:
    call(socket, "fail", "no luck")
    error = answer(socket)["error"]
    assert error["type"] == "ValueError"
    assert any(file.endswith("greetings.py") and line > 0 for file, line in error["trace"])


def test_a_call_waits_for_its_media_and_takes_them_in_chunks(socket: ClientConnection) -> None:
    call(socket, "double", None, objects=[MEDIA])
    for index, content in enumerate((b"first ", b"second")):
        socket.send(header(index, last=index == 1))
        socket.send(content)
    described = answer(socket)["objects"][0]
    assert json.loads(socket.recv(5))["mediaId"] == described["id"]
    assert socket.recv(5) == b"first secondfirst second"


def test_media_that_will_not_come_are_an_error_of_the_call(socket: ClientConnection) -> None:
    call(socket, "double", None, objects=[MEDIA])
    cause = {"type": "anvil.server.RuntimeUnavailableError", "message": "disk gone"}
    socket.send(json.dumps({"type": "MEDIA_ERROR", "requestId": "1", "mediaIds": ["m"], "cause": cause}))
    assert answer(socket)["error"]["type"] == "anvil.server.RuntimeUnavailableError"


def test_calls_of_two_threads_of_an_uplink_run_side_by_side(socket: ClientConnection) -> None:
    call(socket, "sleep", 1, **{"id": "slow", "call-stack-id": "a"})
    call(socket, "say_hello", "x", **{"id": "quick", "call-stack-id": "b"})
    assert answer(socket)["id"] == "quick"
    assert answer(socket)["id"] == "slow"


def test_a_capability_of_a_page_is_not_a_capability_of_a_client_uplink(
    server: ServerProcess, browser: BrowserSession
) -> None:
    browser.call("add_contact", "Only for the page")
    handed_out = browser.post("contact", "Only for the page").json()
    [capability] = [item for item in handed_out["objects"] if item["type"] == ["Capability"]][:1]
    with greet(server, CLIENT_KEY) as socket:
        call(socket, "echo", None, objects=[{**capability, "path": ["args", 0]}])
        assert answer(socket)["error"]["type"] == "anvil.server.InvalidObjectError"


@pytest.mark.parametrize(
    "message",
    [
        {"type": "REGISTER", "name": "("},
        {"type": "REGISTER"},
        {"type": "REGISTER_LIVE_OBJECT_BACKEND", "backend": "uplink.X"},
        {"type": "CALL"},
        {"type": "CALL", "id": "1", "objects": [{}]},
        {"type": "MEDIA_ERROR"},
        [],
        5,
    ],
)
def test_what_no_library_sends_ends_the_connection_with_a_reason(socket: ClientConnection, message: Any) -> None:
    socket.send(json.dumps(message))
    assert answer(socket)["error"]
    with pytest.raises(ConnectionClosed):
        socket.recv(5)


junk = st.recursive(
    st.none() | st.booleans() | st.integers(0, 9) | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["type", "path", "id", "args"]), inner),
    max_leaves=6,
)
frames = st.one_of(
    st.binary(max_size=20),
    st.fixed_dictionaries(
        {"type": st.sampled_from(["CALL", "CHUNK_HEADER", "MEDIA_ERROR", "REGISTER", "OTHER", None])},
        optional=dict.fromkeys(("id", "args", "kwargs", "objects", "requestId", "mediaId", "lastChunk", "name"), junk)
        | {"command": st.sampled_from(["echo", "say_hello", "nothing"]) | junk, "response": junk, "error": junk},
    ),
    junk,
)


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(frames, max_size=5))
def test_frames_of_every_shape_leave_the_server_well(server: ServerProcess, sent: list[Any]) -> None:
    with greet(server, CLIENT_KEY) as socket:
        try:
            for frame in sent:
                socket.send(frame if isinstance(frame, bytes) else json.dumps(frame))
        except ConnectionClosed:
            pass
    assert BrowserSession(server.url).call("say_hello", "x") == "Hello, x!"
