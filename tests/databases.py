"""PostgreSQL for tests: one embedded server per run, and fresh databases on it, empty or copied."""

from __future__ import annotations

import shutil
import tempfile
import uuid
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from psycopg import sql

from app_server.database import create_database
from app_server.embedded_postgres import EmbeddedServer

# A row while any task waits for nothing but its turn, or runs.
TASK_UNDER_WAY = (
    "SELECT 1 FROM procrastinate.procrastinate_jobs WHERE status IN ('todo', 'doing') AND scheduled_at IS NULL"
)
# What tests write need not survive the machine.
NEED_NOT_SURVIVE = "ALTER SYSTEM SET fsync = off"


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[EmbeddedServer]:
    folder = Path(tempfile.mkdtemp(prefix="test-postgres-"))
    server = EmbeddedServer(folder / "postgres")
    server.start()
    with psycopg.connect(server.url("postgres"), autocommit=True) as connection:
        connection.execute(NEED_NOT_SURVIVE)
        connection.execute("SELECT pg_reload_conf()")
    yield server
    server.stop()
    shutil.rmtree(folder)


def empty_database(server: EmbeddedServer) -> str:
    """The address of a new database."""
    name = _new_name()
    create_database(server.url("postgres"), name)
    return server.url(name)


def copied_database(server: EmbeddedServer, original: str) -> str:
    """The address of a new database that holds what the one at that address does, to which nobody is connected."""
    name = _new_name()
    template = psycopg.conninfo.conninfo_to_dict(original)["dbname"]
    with psycopg.connect(server.url("postgres"), autocommit=True) as connection:
        copy = "CREATE DATABASE {} TEMPLATE {} STRATEGY file_copy"
        connection.execute(sql.SQL(copy).format(sql.Identifier(name), sql.Identifier(str(template))))
    return server.url(name)


def _new_name() -> str:
    return f"test_{uuid.uuid4().hex}"
