"""An app that evaluates what it is asked, in a server module, in an uplink and in a client uplink, on one server."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.server_process import CLIENT_KEY, SERVER_KEY, ServerProcess

from .conftest import BrowserSession

SCRIPT = Path(__file__).parent / "asked_uplink.py"

Ask = Callable[[str], str]


class AskedUplink:
    """A process with the genuine uplink library that evaluates texts, with the modules of the server's app."""

    def __init__(self, server: ServerProcess, key: str) -> None:
        address = server.url.replace("http", "ws", 1) + "/_/uplink"
        self._process = subprocess.Popen(
            [sys.executable, str(SCRIPT), address, key, str(server.app / "server_code")],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        assert self._read() == "connected"

    def ask(self, text: str) -> str:
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps(text) + "\n")
        self._process.stdin.flush()
        return self._read()

    def close(self) -> None:
        self._process.kill()
        self._process.communicate()

    def _read(self) -> str:
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        assert line, "the uplink's process has ended"
        return str(json.loads(line))


@pytest.fixture(scope="session")
def module(asked_server: ServerProcess) -> Iterator[Ask]:
    """Asks the server module ``asking``, which a browser has called; each folder names its ``asked_server``."""
    session = BrowserSession(asked_server.url)
    yield lambda text: session.call("ask", text)
    session.http.close()


@pytest.fixture(scope="session")
def uplink(asked_server: ServerProcess) -> Iterator[Ask]:
    asked = AskedUplink(asked_server, SERVER_KEY)
    yield asked.ask
    asked.close()


@pytest.fixture(scope="session")
def client(asked_server: ServerProcess) -> Iterator[Ask]:
    """Asks an uplink with the client key, which may do what a browser may."""
    asked = AskedUplink(asked_server, CLIENT_KEY)
    yield asked.ask
    asked.close()
