"""Which SQL statements an action costs, as PostgreSQL itself logs them."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from pathlib import Path

import psycopg

from app_server.database import DATABASE_NAME
from app_server.embedded_postgres import EmbeddedServer

STATEMENT = re.compile(r"LOG:\s+(?:statement|execute [^:]*):\s*(.*)")
RUNS = 3
APP_TABLES = re.compile(r'\b"?data"?\.')


def count_statements(folder: Path, action: Callable[[], object]) -> list[str]:
    """The statements on the app's own tables while `action` runs once, after a run that is not counted.

    The fewest of a few runs: what the server does by itself each minute is logged as well.
    """
    action()
    log = folder / "postgres" / "log"
    with psycopg.connect(EmbeddedServer(folder / "postgres").url(DATABASE_NAME), autocommit=True) as connection:
        runs = [_statements_of(connection, log, action) for _ in range(RUNS)]
    return min(runs, key=len)


def _statements_of(connection: psycopg.Connection, log: Path, action: Callable[[], object]) -> list[str]:
    _log_all(connection, True)
    seen = log.stat().st_size
    action()
    _log_all(connection, False)
    with log.open("rb") as file:
        file.seek(seen)
        lines = file.read().decode("utf-8", "replace").splitlines()
    found = [match.group(1) for line in lines if (match := STATEMENT.search(line))]
    return [statement for statement in found if APP_TABLES.search(statement)]


def _log_all(connection: psycopg.Connection, on: bool) -> None:
    connection.execute(f"ALTER SYSTEM SET log_statement = '{'all' if on else 'none'}'")
    connection.execute("SELECT pg_reload_conf()")
    time.sleep(0.3)  # every backend reads the setting between two statements
