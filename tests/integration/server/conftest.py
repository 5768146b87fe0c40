"""Fresh databases on the run's one PostgreSQL, so that few tests start a server of their own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from app_server.embedded_postgres import EmbeddedServer
from tests.databases import empty_database
from tests.server_process import ServerProcess


@pytest.fixture
def new_database(postgres_server: EmbeddedServer) -> str:
    """The address of an empty database."""
    return empty_database(postgres_server)


@pytest.fixture
def server(tmp_path: Path, new_database: str) -> Iterator[ServerProcess]:
    """A server of the wire app on a database of its own."""
    running = ServerProcess(tmp_path / "data", "--database", new_database)
    yield running
    if running.process.poll() is None:
        running.stop()
