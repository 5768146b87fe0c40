"""One server with an app of functions for all."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.server_process import ROOT, ServerProcess
from tests.wire.asked import Ask, client, module, uplink

__all__ = ["Ask", "client", "module", "uplink"]

APP = ROOT / "tests" / "apps" / "calls"


@pytest.fixture(scope="session")
def asked_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServerProcess]:
    running = ServerProcess(tmp_path_factory.mktemp("calls") / "data", "--call-timeout", "2", app=APP)
    yield running
    running.stop()


@pytest.fixture(params=["module", "uplink", "client"])
def ask(request: pytest.FixtureRequest) -> Ask:
    """Everywhere the same."""
    asked: Ask = request.getfixturevalue(request.param)
    return asked
