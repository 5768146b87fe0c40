"""The instance's PostgreSQL: the pool, and the transaction that the running call has open."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Literal

import psycopg
from psycopg import Connection, sql
from psycopg.pq import TransactionStatus
from psycopg_pool import ConnectionPool, PoolTimeout

from . import database_values
from .database_guard import DatabaseGuard
from .embedded_postgres import EmbeddedServer
from .errors import StartError

DATABASE_NAME = "app"
EXTENSIONS = ("pg_trgm", "btree_gist", "citext", "unaccent")
SCHEMAS = ("anvil", "data")
# 17 is the first with the collation pg_c_utf8: code point order, and letters of every script known to lower().
OLDEST_VERSION = 170000
CONNECT_TIMEOUT_SECONDS = 10
POOL_TIMEOUT_SECONDS = 30
# As on the stock server.
IDLE_TRANSACTION_SECONDS = 10
# When PostgreSQL itself ends a transaction that nobody comes back to.
FORGOTTEN_TRANSACTION_SECONDS = 15
SCHEMA_LOCK = 7_203_101
# SQLSTATE: connection exceptions, and those of a server that stops, has crashed or is starting.
LOST_STATES = ("08", "080", "57P")
UTF8_DATABASE = "TEMPLATE template0 ENCODING 'UTF8' LOCALE_PROVIDER builtin BUILTIN_LOCALE 'C.UTF-8' LOCALE 'C'"

Isolation = Literal["serializable", "repeatable read"]


class TransactionOpen(Exception):
    """A transaction was begun in a thread that has one open."""


class NoTransaction(Exception):
    """A transaction was ended in a thread that has none open."""


class TransactionExpired(Exception):
    """Nothing happened in the thread's transaction for too long, so it was undone."""


class Database:
    """A PostgreSQL database with a pool of connections; every call's SQL goes through :meth:`connection`."""

    def __init__(self, url: str, server: EmbeddedServer | None = None, pool_size: int = 20) -> None:
        self.url = url
        self._server = server
        self._guard = DatabaseGuard(server) if server else None
        self._running = threading.local()
        self._pool = ConnectionPool(
            url,
            min_size=2,
            max_size=pool_size,
            timeout=POOL_TIMEOUT_SECONDS,
            kwargs={
                "autocommit": True,
                "prepare_threshold": 2,
                "connect_timeout": CONNECT_TIMEOUT_SECONDS,
                "application_name": f"app_server {os.getpid()}",
            },
            configure=_configure,
            open=False,
        )

    def open(self) -> None:
        """Connect, check the server and create what every instance needs. Raises StartError."""
        try:
            _check_and_prepare(self.url)
            self._pool.open(wait=True, timeout=CONNECT_TIMEOUT_SECONDS)
        except psycopg.Error as error:
            raise StartError(f"The database cannot be used: {str(error).strip()}") from error
        if self._guard is not None:
            self._guard.start()

    def close(self) -> None:
        """Close the pool; stop the server if it is the embedded one."""
        self._pool.close()
        if self._guard is not None:
            self._guard.stop()
        if self._server is not None:
            self._server.stop()

    @contextmanager
    def connection(self) -> Iterator[Connection[Any]]:
        """The running call's open transaction, or an autocommit connection of the pool."""
        connection = self._open_transaction()
        if connection is not None:
            yield connection
            return
        with self._from_pool() as connection:
            yield connection

    @contextmanager
    def apart(self) -> Iterator[Connection[Any]]:
        """An autocommit connection of the pool, whatever transaction the running call has open."""
        with self._pool.connection() as connection:
            yield connection

    @contextmanager
    def atomic(self) -> Iterator[Connection[Any]]:
        """Like :meth:`connection`, but all that this thread does inside is undone as a whole when it raises."""
        outer = self._open_transaction()
        if outer is not None:
            with outer.transaction():
                yield outer
            return
        with self._from_pool() as connection, connection.transaction():
            self._running.connection, self._running.touched = connection, None
            try:
                yield connection
            finally:
                self._running.connection = None

    def forget_plans(self) -> None:
        """Replace the connections, since statements that they have prepared may not fit the tables any more."""
        self._pool.drain()

    def in_transaction(self) -> bool:
        """Whether this thread has a transaction open."""
        return getattr(self._running, "connection", None) is not None

    def expire_idle(self) -> bool:
        """Undo this thread's transaction when it was begun and then left alone for too long.

        Returns whether it has expired, which it stays until it is ended.
        """
        touched = getattr(self._running, "touched", None)
        if self.in_transaction() and touched is not None and time.monotonic() - touched > IDLE_TRANSACTION_SECONDS:
            self.rollback_open()
            self._running.expired = True
        return getattr(self._running, "expired", False)

    def begin(self, isolation: Isolation = "serializable") -> None:
        """Open the running call's transaction. Raises TransactionOpen when it has one."""
        if not self.expire_idle() and self.in_transaction():
            raise TransactionOpen("You already have a transaction open here")
        connection = self._pool.getconn()
        try:
            connection.execute(f"BEGIN ISOLATION LEVEL {isolation.upper()}")
        except psycopg.Error:
            self._pool.putconn(connection)
            raise
        self._running.connection, self._running.touched, self._running.expired = connection, time.monotonic(), False

    def end(self, abort: bool) -> None:
        """Commit or roll back the running call's transaction.

        Raises NoTransaction, TransactionExpired unless ``abort``, and psycopg's errors.
        """
        if self.expire_idle():
            self._running.expired = False
            if not abort:
                raise TransactionExpired
            return
        if not self.in_transaction():
            raise NoTransaction("No transaction currently running")
        self._end(abort)

    def _end(self, abort: bool) -> None:
        connection, self._running.connection = self._running.connection, None
        failed = connection.info.transaction_status == TransactionStatus.INERROR
        try:
            connection.execute("ROLLBACK" if abort or failed else "COMMIT")
            if failed and not abort:
                raise psycopg.errors.InFailedSqlTransaction("An earlier error has undone this transaction")
        finally:
            self._pool.putconn(connection)

    def rollback_open(self) -> None:
        """Undo a transaction that a call left open; nothing happens when it left none."""
        if self.in_transaction():
            try:
                self._end(abort=True)
            except psycopg.OperationalError:
                pass  # the connection is gone, and the transaction with it
        self._running.expired = False

    def pool_figures(self) -> dict[str, int]:
        """How many connections of the pool are ``open`` and ``free``, and how many calls are ``waiting`` for one."""
        stats = self._pool.get_stats()
        names = {"open": "pool_size", "free": "pool_available", "waiting": "requests_waiting"}
        return {name: int(stats.get(key, 0)) for name, key in names.items()}

    def apply_schema(self, statements: str | Sequence[str]) -> None:
        """Run SQL that may be run again (``CREATE … IF NOT EXISTS``), one process at a time, in one transaction."""
        with self._pool.connection() as connection, connection.transaction():
            connection.execute("SELECT pg_advisory_xact_lock(%s)", [SCHEMA_LOCK])
            for script in [statements] if isinstance(statements, str) else statements:
                connection.execute(script)

    @contextmanager
    def _from_pool(self) -> Iterator[Connection[Any]]:
        with self._pool.connection() as connection:
            try:
                yield connection
            finally:
                if connection.broken:
                    # The others are most likely broken, too: let no further call find out.
                    self._pool.check()

    def _open_transaction(self) -> Connection[Any] | None:
        if self.expire_idle():
            raise TransactionExpired
        connection = getattr(self._running, "connection", None)
        if connection is not None and self._running.touched is not None:
            self._running.touched = time.monotonic()
        return connection


def is_lost_connection(error: BaseException | None) -> bool:
    """Whether an exception, or what it came from, says that the database went away rather than refused something."""
    while error is not None:
        if isinstance(error, PoolTimeout):
            return True
        if isinstance(error, psycopg.OperationalError) and (error.sqlstate or "08")[:3] in LOST_STATES:
            return True
        error = error.__cause__ or error.__context__
    return False


def open_database(url: str | None, data_dir: Path, processes: int = 1) -> Database:
    """The database at ``url``, or the embedded one whose files are in ``data_dir``/postgres. Raises StartError.

    ``processes`` says how many serving processes will share the embedded one.
    """
    if url is not None:
        database = Database(url)
        database.open()
        return database
    server = EmbeddedServer(database_folder(data_dir), processes)
    server.start()
    try:
        create_database(server.url("postgres"), DATABASE_NAME)
        database = Database(server.url(DATABASE_NAME), server)
        database.open()
    except BaseException:  # whatever it was, nobody will use the server
        server.stop()
        raise
    return database


def database_folder(data_dir: Path) -> Path:
    """Where the embedded server keeps its files, below an instance's data folder."""
    return data_dir / "postgres"


def create_database(server_url: str, name: str) -> None:
    """Create the database ``name`` on the server unless it is there: UTF-8, in code point order."""
    with psycopg.connect(server_url, autocommit=True) as connection:
        exists = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone()
        if exists:
            return
        try:
            connection.execute(sql.SQL("CREATE DATABASE {} " + UTF8_DATABASE).format(sql.Identifier(name)))
        except (psycopg.errors.DuplicateDatabase, psycopg.errors.UniqueViolation):
            pass  # another process did so at the same moment


def _configure(connection: Connection[Any]) -> None:
    database_values.register(connection)
    connection.execute(
        f"SET TimeZone = 'UTC'; SET idle_in_transaction_session_timeout = '{FORGOTTEN_TRANSACTION_SECONDS}s'"
    )


def _check_and_prepare(url: str) -> None:
    with psycopg.connect(url, autocommit=True, connect_timeout=CONNECT_TIMEOUT_SECONDS) as connection:
        version = connection.info.server_version
        if version < OLDEST_VERSION:
            raise StartError(f"The database server is PostgreSQL {version // 10000}; version 17 or newer is needed.")
        row = connection.execute("SELECT lower('Ö') = 'ö' AND getdatabaseencoding() = 'UTF8'").fetchone()
        if row != (True,):
            raise StartError(
                "The database does not tell capital from small letters outside ASCII. "
                f"Create another one with: CREATE DATABASE name {UTF8_DATABASE};"
            )
        with connection.transaction():
            connection.execute("SELECT pg_advisory_xact_lock(%s)", [SCHEMA_LOCK])
            _create_extensions(connection)
            for schema in SCHEMAS:
                connection.execute(f"CREATE SCHEMA IF NOT EXISTS {schema}")


def _create_extensions(connection: Connection[Any]) -> None:
    present = {name for (name,) in connection.execute("SELECT extname FROM pg_extension")}
    for extension in EXTENSIONS:
        if extension not in present:
            connection.execute(f"CREATE EXTENSION {extension}")
