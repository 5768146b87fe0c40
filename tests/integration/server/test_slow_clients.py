"""Clients that begin and do not go on: closed after a while, while others are answered."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator

import pytest
import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route

from app_server import guard, http_protocol
from app_server.guard import Guard
from app_server.http_protocol import PatientProtocol

PATIENCE = 0.5


async def length(request: Request) -> PlainTextResponse:
    return PlainTextResponse(str(len(await request.body())))


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    """A server of one route, with little patience."""
    patch = pytest.MonkeyPatch()
    patch.setattr(http_protocol, "HEAD_SECONDS", PATIENCE)
    patch.setattr(guard, "PAUSE_SECONDS", PATIENCE)
    app = Starlette(routes=[Route("/", length, methods=["POST"])])
    app.add_middleware(Guard, origin="http://127.0.0.1")
    listener = socket.create_server(("127.0.0.1", 0))
    config = uvicorn.Config(app, http=PatientProtocol, lifespan="off", log_config=None)
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
    thread.start()
    yield int(listener.getsockname()[1])
    server.should_exit = True
    thread.join()
    patch.undo()


def answer_to(port: int, sent: bytes) -> bytes:
    with socket.create_connection(("127.0.0.1", port), timeout=10) as client:
        client.sendall(sent)
        return client.recv(200)


@pytest.mark.parametrize("begun", [b"", b"PO", b"POST / HTTP/1.1\r\nHost: localhost\r\nX-Own:"])
def test_a_head_that_does_not_end_is_not_waited_for(port: int, begun: bytes) -> None:
    started = time.monotonic()
    assert answer_to(port, begun) == b""
    assert time.monotonic() - started < 10


def test_a_body_that_stops_is_told_so(port: int) -> None:
    begun = b"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n\r\nhalf"
    assert answer_to(port, begun).startswith(b"HTTP/1.1 408")


def test_a_client_that_pauses_for_less_is_answered(port: int) -> None:
    with socket.create_connection(("127.0.0.1", port), timeout=10) as client:
        for part in (b"POST / HTTP/1.1\r\nHost: local", b"host\r\nContent-Length: 4\r\n\r\nha", b"lf"):
            client.sendall(part)
            time.sleep(PATIENCE / 5)
        assert client.recv(500).endswith(b"4")


def test_a_client_that_goes_away_leaves_the_server_well(port: int) -> None:
    for _ in range(5):
        with socket.create_connection(("127.0.0.1", port), timeout=10) as client:
            client.sendall(b"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n\r\nhalf")
    whole = b"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 4\r\n\r\nhalf"
    assert answer_to(port, whole).endswith(b"4")
