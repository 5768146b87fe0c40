"""PostgreSQL for tests: one embedded server per run, a fresh database per test module."""

from __future__ import annotations

import shutil
import tempfile
import uuid
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from app_server.database import Database, create_database
from app_server.embedded_postgres import EmbeddedServer


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[EmbeddedServer]:
    folder = Path(tempfile.mkdtemp(prefix="test-postgres-"))
    server = EmbeddedServer(folder / "postgres")
    server.start()
    with psycopg.connect(server.url("postgres"), autocommit=True) as connection:
        connection.execute("ALTER SYSTEM SET fsync = off")  # what these tests write need not survive the machine
        connection.execute("SELECT pg_reload_conf()")
    yield server
    server.stop()
    shutil.rmtree(folder)


@pytest.fixture(scope="module")
def database_url(postgres_server: EmbeddedServer) -> str:
    """The address of an empty database."""
    name = f"test_{uuid.uuid4().hex}"
    create_database(postgres_server.url("postgres"), name)
    return postgres_server.url(name)


@pytest.fixture(scope="module")
def database(database_url: str) -> Iterator[Database]:
    """An open, empty database with the schemas of an instance and none of its tables."""
    database = Database(database_url)
    database.open()
    yield database
    database.close()
