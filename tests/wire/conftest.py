"""A server in a process of its own, a browser's calls to it over HTTP, and genuine uplinks."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.server_process import ServerProcess

UPLINK_SCRIPT = Path(__file__).parent / "genuine_uplink.py"


class BrowserSession:
    """Calls as a page makes them, with the cookies it would keep."""

    def __init__(self, url: str) -> None:
        self.http = httpx.Client(base_url=url, timeout=40)

    def message(self, function: str, /, *args: Any, **parts: Any) -> dict[str, Any]:
        """A call's message; ``parts`` are put over what it would hold."""
        return (
            {"type": "CALL", "id": "1", "command": function, "kwargs": {}, "objects": []} | {"args": list(args)} | parts
        )

    def post(self, command: str, /, *args: Any, **parts: Any) -> httpx.Response:
        return self.http.post("/_/server-call-http", json=self.message(command, *args, **parts))

    def call(self, command: str, *args: Any, **parts: Any) -> Any:
        """What the function returned. Asserts that it did."""
        answer = self.post(command, *args, **parts).json()
        assert "error" not in answer, answer
        return answer["response"]

    def error(self, command: str, *args: Any, **parts: Any) -> dict[str, Any]:
        """The error it answered with. Asserts that it failed."""
        answer = self.post(command, *args, **parts).json()
        assert "error" in answer, answer
        return answer["error"]


FILE = {"type": ["DataMedia"], "id": "m0", "mime-type": "text/plain", "name": "a.txt"}


def parts_of(response: httpx.Response) -> dict[str, bytes]:
    """The parts of a multipart answer by name."""
    boundary = response.headers["content-type"].partition("boundary=")[2].encode()
    parts = {}
    for part in response.content.split(b"--" + boundary)[1:-1]:
        head, _, content = part.removeprefix(b"\r\n").removesuffix(b"\r\n").partition(b"\r\n\r\n")
        parts[head.split(b'name="')[1].split(b'"')[0].decode()] = content
    return parts


def with_file(browser: BrowserSession, command: str, content: bytes, *args: Any) -> httpx.Response:
    """A call whose last argument is a file."""
    message = browser.message(command, *args, None, objects=[{**FILE, "path": ["args", len(args)]}])
    files = {"m0": ("blob", content, "application/octet-stream")}
    return browser.http.post("/_/server-call-http", data={"json-data": json.dumps(message)}, files=files)


class GenuineUplink:
    """A process with the genuine uplink library."""

    def __init__(self, url: str, key: str, *offered: str) -> None:
        command = [sys.executable, str(UPLINK_SCRIPT), url.replace("http", "ws", 1) + "/_/uplink", key, *offered]
        environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
        self.process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            env=environment,
        )
        self.environment_name = self._read()

    def do(self, operation: str, *args: Any) -> Any:
        """What the operation returned; raises AssertionError with the error when it failed."""
        assert self.process.stdin is not None
        self.process.stdin.write(json.dumps({"do": operation, "args": args}) + "\n")
        self.process.stdin.flush()
        return self._read()

    def close(self) -> None:
        """End it at once, as a machine that goes away does."""
        self.process.kill()
        self.process.communicate()

    def _read(self) -> Any:
        assert self.process.stdout is not None
        line = self.process.stdout.readline()
        assert line, "the uplink's process has ended"
        answer = json.loads(line)
        if "error" in answer:
            raise UplinkError(*answer["error"])
        return answer["result"]


class UplinkError(Exception):
    """An operation in the uplink's process failed: the class's name and the message."""

    def __init__(self, kind: str, message: str) -> None:
        super().__init__(f"{kind}: {message}")
        self.kind = kind
        self.message = message


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServerProcess]:
    flags = ("--secret", "TOKEN=s3cret", "--call-timeout", "2", "--body-limit", "2")
    running = ServerProcess(tmp_path_factory.mktemp("wire") / "data", *flags)
    yield running
    running.stop()


@pytest.fixture
def browser(server: ServerProcess) -> Iterator[BrowserSession]:
    session = BrowserSession(server.url)
    yield session
    session.http.close()


@pytest.fixture
def connect(server: ServerProcess) -> Iterator[Callable[..., GenuineUplink]]:
    """``connect(key, *names of functions it offers)``"""
    connected: list[GenuineUplink] = []

    def connect_one(key: str, *offered: str) -> GenuineUplink:
        connected.append(GenuineUplink(server.url, key, *offered))
        return connected[-1]

    yield connect_one
    for uplink in connected:
        uplink.close()
