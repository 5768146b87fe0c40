"""One simulator for all tests of a module, and somebody whom it calls back."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from email.message import Message
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from simulator.core.switches import LIMITS, switches_of
from tests.simulator_process import SimulatorProcess, simulator


@dataclass
class Called:
    """What came back: path, headers and body of each post. ``answers`` are the statuses of the next ones."""

    url: str = ""
    posts: list[tuple[str, Message, bytes]] = field(default_factory=list)
    answers: list[int] = field(default_factory=list)

    def bodies(self, path: str) -> list[bytes]:
        return [body for called, _, body in self.posts if called.startswith(path)]


@pytest.fixture(scope="module")
def listener() -> Iterator[Called]:
    called = Called()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"] or 0))
            called.posts.append((self.path, self.headers, body))
            self.send_response(called.answers.pop(0) if called.answers else 200)
            self.send_header("Content-Length", "0")
            self.end_headers()

        do_GET = do_HEAD = do_POST

        def log_message(self, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    called.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    yield called
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture(scope="module")
def process(listener: Called, tmp_path_factory: pytest.TempPathFactory) -> Iterator[SimulatorProcess]:
    folder: Path = tmp_path_factory.mktemp("outside")
    with simulator(folder, listener.url) as running:
        yield running


@pytest.fixture
def outside(process: SimulatorProcess, listener: Called) -> Iterator[SimulatorProcess]:
    """The simulator with nothing wrong, nothing kept and nothing called back yet."""
    yield process
    process.wait_until_quiet()
    process.put("switches", {service: switches_of(service).as_dict() for service in LIMITS})
    process.tell("clear")
    listener.posts.clear()
    listener.answers.clear()


@pytest.fixture
def called(outside: SimulatorProcess, listener: Called) -> Called:
    return listener
