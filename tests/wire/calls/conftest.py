"""One server with an app of functions for all, asked from a server module, from an uplink and from a client uplink."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.server_process import CLIENT_KEY, ROOT, SERVER_KEY, ServerProcess

from ..conftest import BrowserSession
from ..tables.conftest import Ask, AskedUplink

APP = ROOT / "tests" / "apps" / "calls"


@pytest.fixture(scope="session")
def calls_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServerProcess]:
    running = ServerProcess(tmp_path_factory.mktemp("calls") / "data", "--call-timeout", "2", app=APP)
    yield running
    running.stop()


@pytest.fixture(scope="session")
def module(calls_server: ServerProcess) -> Iterator[Ask]:
    """Asks a server module, which a browser has called."""
    session = BrowserSession(calls_server.url)
    yield lambda text: session.call("ask", text)
    session.http.close()


@pytest.fixture(scope="session")
def uplink(calls_server: ServerProcess) -> Iterator[Ask]:
    asked = AskedUplink(calls_server.url, SERVER_KEY, APP)
    yield asked.ask
    asked.close()


@pytest.fixture(scope="session")
def client(calls_server: ServerProcess) -> Iterator[Ask]:
    """Asks an uplink with the client key, which may do what a browser may."""
    asked = AskedUplink(calls_server.url, CLIENT_KEY, APP)
    yield asked.ask
    asked.close()


@pytest.fixture(params=["module", "uplink", "client"])
def ask(request: pytest.FixtureRequest) -> Ask:
    """Everywhere the same."""
    asked: Ask = request.getfixturevalue(request.param)
    return asked
