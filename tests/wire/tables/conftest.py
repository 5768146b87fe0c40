"""One server with an app of tables for all."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.server_process import ROOT, ServerProcess
from tests.wire.asked import Ask, client, module, uplink

from ..conftest import BrowserSession

__all__ = ["Ask", "client", "module", "uplink"]

APP = ROOT / "tests" / "apps" / "tables"
TABLES = ("people", "cities", "countries", "readable", "writable", "notes")
EMPTY_ALL = f"[getattr(app_tables, name).delete_all_rows() for name in {TABLES}]"


@pytest.fixture(scope="session")
def asked_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServerProcess]:
    running = ServerProcess(tmp_path_factory.mktemp("tables") / "data", app=APP)
    yield running
    running.stop()


@pytest.fixture
def page(asked_server: ServerProcess) -> Iterator[BrowserSession]:
    """Calls as a page makes them."""
    session = BrowserSession(asked_server.url)
    yield session
    session.http.close()


@pytest.fixture(params=["server module", "uplink"])
def ask(request: pytest.FixtureRequest, module: Ask, uplink: Ask) -> Ask:
    """Trusted code, in both of its places, with empty tables."""
    module(EMPTY_ALL)
    return module if request.param == "server module" else uplink
