"""A fresh database per test module."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from app_server.database import Database
from app_server.embedded_postgres import EmbeddedServer
from tests.databases import empty_database, postgres_server

__all__ = ["postgres_server"]


@pytest.fixture(scope="module")
def database_url(postgres_server: EmbeddedServer) -> str:
    """The address of an empty database."""
    return empty_database(postgres_server)


@pytest.fixture(scope="module")
def database(database_url: str) -> Iterator[Database]:
    """An open, empty database with the schemas of an instance and none of its tables."""
    database = Database(database_url)
    database.open()
    yield database
    database.close()
