"""One server with an app of tables for all, asked from a server module, from an uplink and from a client uplink."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.server_process import CLIENT_KEY, ROOT, SERVER_KEY, ServerProcess

from ..conftest import BrowserSession

APP = ROOT / "tests" / "apps" / "tables"
SCRIPT = Path(__file__).parent / "asked_uplink.py"
TABLES = ("people", "cities", "countries", "readable", "writable", "notes")
EMPTY_ALL = f"[getattr(app_tables, name).delete_all_rows() for name in {TABLES}]"

Ask = Callable[[str], str]


class AskedUplink:
    """A process with the genuine uplink library that evaluates texts."""

    def __init__(self, url: str, key: str, app: Path = APP) -> None:
        address = url.replace("http", "ws", 1) + "/_/uplink"
        self._process = subprocess.Popen(
            [sys.executable, str(SCRIPT), address, key, str(app / "server_code")],
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
def tables_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServerProcess]:
    running = ServerProcess(tmp_path_factory.mktemp("tables") / "data", app=APP)
    yield running
    running.stop()


@pytest.fixture(scope="session")
def module(tables_server: ServerProcess) -> Iterator[Ask]:
    """Asks the server module ``asking``."""
    session = BrowserSession(tables_server.url)
    yield lambda text: session.call("ask", text)
    session.http.close()


@pytest.fixture(scope="session")
def uplink(tables_server: ServerProcess) -> Iterator[Ask]:
    asked = AskedUplink(tables_server.url, SERVER_KEY)
    yield asked.ask
    asked.close()


@pytest.fixture(scope="session")
def client(tables_server: ServerProcess) -> Iterator[Ask]:
    """Asks an uplink with the client key, which may do what a browser may."""
    asked = AskedUplink(tables_server.url, CLIENT_KEY)
    yield asked.ask
    asked.close()


@pytest.fixture
def page(tables_server: ServerProcess) -> Iterator[BrowserSession]:
    """Calls as a page makes them."""
    session = BrowserSession(tables_server.url)
    yield session
    session.http.close()


@pytest.fixture(params=["server module", "uplink"])
def ask(request: pytest.FixtureRequest, module: Ask, uplink: Ask) -> Ask:
    """Trusted code, in both of its places, with empty tables."""
    module(EMPTY_ALL)
    return module if request.param == "server module" else uplink
