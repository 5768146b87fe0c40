"""The pool, transactions of threads, and the embedded server's life."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from app_server import database as database_module
from app_server.database import Database, NoTransaction, TransactionOpen, open_database
from app_server.embedded_postgres import EmbeddedServer
from app_server.errors import StartError
from tests.processes import wait_for_postmaster


@pytest.fixture
def folder() -> Iterator[Path]:
    """Short enough for a socket, unlike pytest's."""
    folder = Path(tempfile.mkdtemp(prefix="test-db-"))
    yield folder
    shutil.rmtree(folder)


@pytest.fixture
def numbers(database: Database) -> Iterator[Database]:
    """A database with an empty table of numbers."""
    database.apply_schema("CREATE TABLE IF NOT EXISTS anvil.numbers (n numeric)")
    yield database
    database.rollback_open()
    with database.connection() as connection:
        connection.execute("TRUNCATE anvil.numbers")


def add(database: Database, number: float) -> None:
    with database.connection() as connection:
        connection.execute("INSERT INTO anvil.numbers VALUES (%s::numeric)", [repr(number)])


def all_numbers(database: Database) -> list[float]:
    """As another connection sees them."""
    with psycopg.connect(database.url) as connection:
        return [float(n) for (n,) in connection.execute("SELECT n FROM anvil.numbers ORDER BY n")]


def test_outside_a_transaction_every_statement_lasts(numbers: Database) -> None:
    add(numbers, 1)
    assert all_numbers(numbers) == [1]


def test_a_transaction_lasts_when_it_is_ended_and_not_when_it_is_aborted(numbers: Database) -> None:
    for abort in (False, True):
        numbers.begin()
        add(numbers, 1)
        numbers.end(abort=abort)
    assert all_numbers(numbers) == [1]


def test_a_transaction_is_of_its_thread(numbers: Database) -> None:
    numbers.begin("repeatable read")
    add(numbers, 1)
    thread = threading.Thread(target=add, args=(numbers, 2))
    thread.start()
    thread.join()
    numbers.rollback_open()
    assert all_numbers(numbers) == [2]
    assert not numbers.in_transaction()


def test_transactions_do_not_nest_and_do_not_end_twice(numbers: Database) -> None:
    numbers.begin()
    with pytest.raises(TransactionOpen):
        numbers.begin()
    numbers.end(abort=True)
    with pytest.raises(NoTransaction):
        numbers.end(abort=True)
    numbers.rollback_open()


def test_what_is_atomic_is_undone_as_a_whole(numbers: Database) -> None:
    with pytest.raises(ZeroDivisionError), numbers.atomic():
        add(numbers, 1)
        with numbers.atomic():
            add(numbers, 2)
        1 / 0  # noqa: B018
    assert all_numbers(numbers) == []
    numbers.begin()
    add(numbers, 1)
    with pytest.raises(ZeroDivisionError), numbers.atomic():
        add(numbers, 2)
        1 / 0  # noqa: B018
    numbers.end(abort=False)
    assert all_numbers(numbers) == [1]


def test_a_failed_transaction_cannot_be_committed(numbers: Database) -> None:
    numbers.begin()
    add(numbers, 1)
    with pytest.raises(psycopg.errors.UndefinedTable), numbers.connection() as connection:
        connection.execute("SELECT * FROM anvil.nothing")
    with pytest.raises(psycopg.errors.InFailedSqlTransaction):
        numbers.end(abort=False)
    add(numbers, 3)
    assert all_numbers(numbers) == [3]


@pytest.mark.parametrize("number", [0, 5, 5.0, -2.25, 10**30, 0.1])
def test_numbers_come_back_as_the_type_they_were(numbers: Database, number: float) -> None:
    add(numbers, number)
    with numbers.connection() as connection:
        row = connection.execute("SELECT n FROM anvil.numbers").fetchone()
    assert row is not None
    assert row[0] == number
    assert type(row[0]) is type(number)


def test_the_extensions_are_there_and_text_knows_every_script(database: Database) -> None:
    with database.connection() as connection:
        row = connection.execute(
            "SELECT similarity('word', 'words') > 0.5, unaccent('Élise'), lower('ÅΩЖ'), 'a' > 'B', 'x'::citext = 'X'"
        ).fetchone()
    assert row == (True, "Elise", "åωж", True, True)


def test_many_threads_share_the_pool(numbers: Database) -> None:
    threads = [threading.Thread(target=add, args=(numbers, number)) for number in range(60)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert all_numbers(numbers) == list(range(60))


def test_a_lost_connection_is_replaced(numbers: Database) -> None:
    with psycopg.connect(numbers.url, autocommit=True) as connection:
        connection.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND datname = "
            "current_database()"
        )
    deadline = time.monotonic() + 20
    while True:
        try:
            add(numbers, 1)
            break
        except psycopg.OperationalError:
            assert time.monotonic() < deadline
    assert all_numbers(numbers) == [1]


def test_a_server_that_cannot_be_reached_is_a_sentence() -> None:
    with pytest.raises(StartError, match="cannot be used"):
        open_database("postgresql://nobody@127.0.0.1:9/none", Path("unused"))


@pytest.mark.parametrize("url", ["not an address", "postgresql://h:port/x", "mysql://localhost/x"])
def test_an_address_that_is_none_is_a_sentence(url: str) -> None:
    with pytest.raises(StartError, match="cannot be used"):
        open_database(url, Path("unused"))


def test_a_server_without_an_extension_is_a_sentence(database_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database_module, "EXTENSIONS", ("postgis_of_nobody",))
    with pytest.raises(StartError, match='cannot be used: extension "postgis_of_nobody" is not available'):
        open_database(database_url, Path("unused"))


def test_a_server_that_is_too_old_is_a_sentence(database_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database_module, "OLDEST_VERSION", 990000)
    with pytest.raises(StartError, match=r"is PostgreSQL 18; version \d+ or newer"):
        open_database(database_url, Path("unused"))


def test_a_database_that_knows_only_ascii_is_refused(postgres_server: EmbeddedServer) -> None:
    with psycopg.connect(postgres_server.url("postgres"), autocommit=True) as connection:
        connection.execute("CREATE DATABASE plain TEMPLATE template0 LOCALE_PROVIDER libc LOCALE 'C' ENCODING 'UTF8'")
    with pytest.raises(StartError, match="capital"):
        open_database(postgres_server.url("plain"), Path("unused"))


def is_alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().split()[2] != "Z"
    except OSError:
        return False


def test_the_embedded_server_starts_anew_with_its_data_and_stops_on_close(folder: Path) -> None:
    for expected in ([], [1.0]):
        database = open_database(None, folder)
        database.apply_schema("CREATE TABLE IF NOT EXISTS anvil.numbers (n numeric)")
        assert all_numbers(database) == expected
        add(database, 1)
        pid = wait_for_postmaster(folder).pid
        assert os.getpgid(pid) != os.getpgrp()  # Ctrl-C in the terminal does not reach it
        database.close()
        assert not is_alive(pid)


HOLD = """
import sys, time
from pathlib import Path
from app_server.database import open_database
database = open_database(None, Path(sys.argv[1]))
with database.connection() as connection:
    connection.execute("CREATE TABLE IF NOT EXISTS anvil.numbers (n numeric)")
    connection.execute("INSERT INTO anvil.numbers VALUES (7)")
print("ready", flush=True)
time.sleep(60)
"""


@pytest.fixture
def other_process(folder: Path) -> Iterator[subprocess.Popen[str]]:
    """Another process that has the embedded server open, and has stored a 7."""
    command = [sys.executable, "-c", HOLD, str(folder)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=Path.cwd()) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        yield process
        process.kill()


def test_a_killed_process_leaves_a_server_that_the_next_one_uses_and_stops(
    folder: Path, other_process: subprocess.Popen[str]
) -> None:
    pid = wait_for_postmaster(folder).pid
    other_process.send_signal(signal.SIGKILL)
    other_process.wait(10)
    assert is_alive(pid)
    database = open_database(None, folder)
    assert wait_for_postmaster(folder).pid == pid
    assert all_numbers(database) == [7]
    database.close()
    assert not is_alive(pid)


def test_a_server_in_use_by_another_process_is_left_running(folder: Path, other_process: subprocess.Popen[str]) -> None:
    database = open_database(None, folder)
    pid = wait_for_postmaster(folder).pid
    database.close()
    assert is_alive(pid)
    other_process.kill()
    other_process.wait(10)
    open_database(None, folder).close()
    assert not is_alive(pid)


@pytest.mark.skipif(os.geteuid() != 0, reason="the server runs under an account of its own only for root")
def test_a_connection_that_does_not_end_holds_the_stop_up_for_a_while_only(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app_server.embedded_postgres.STOP_TIMEOUT_SECONDS", 1)
    server = EmbeddedServer(folder)
    server.start()
    with psycopg.connect(server.url("postgres"), autocommit=True) as connection:
        connection.execute("CREATE TABLE kept AS SELECT 7 AS n")
        os.kill(connection.info.backend_pid, signal.SIGSTOP)
        server.stop()
        connection.close()
    assert not server.is_running()
    server.start()
    with psycopg.connect(server.url("postgres")) as again:
        assert again.execute("SELECT n FROM kept").fetchall() == [(7,)]
    server.stop()


def test_a_server_whose_folder_was_closed_to_its_account_is_stopped(folder: Path) -> None:
    database = open_database(None, folder / "data")
    pid = wait_for_postmaster(folder / "data").pid
    folder.chmod(0o700)
    database.close()
    assert not is_alive(pid)


def test_a_killed_server_is_started_again_with_what_was_stored(folder: Path) -> None:
    database = open_database(None, folder)
    database.apply_schema("CREATE TABLE IF NOT EXISTS anvil.numbers (n numeric)")
    add(database, 1)
    wait_for_postmaster(folder).kill()
    again = open_database(None, folder)
    assert all_numbers(again) == [1]
    again.close()
    database.close()


def test_files_of_another_version_are_a_sentence(folder: Path) -> None:
    open_database(None, folder).close()
    (folder / "postgres" / "cluster" / "PG_VERSION").write_text("12\n")
    with pytest.raises(StartError, match="are of PostgreSQL 12"):
        open_database(None, folder)


@pytest.fixture
def long_folder(folder: Path) -> Path:
    return folder / ("long" * 30)


def test_a_long_path_gets_its_socket_elsewhere(long_folder: Path) -> None:
    database = open_database(None, long_folder)
    try:
        with database.connection() as connection:
            assert connection.execute("SELECT 1").fetchone() == (1,)
        socket_dir = EmbeddedServer(long_folder / "postgres").socket_dir
        assert socket_dir.stat().st_mode & 0o077 == 0
    finally:
        database.close()
    assert not socket_dir.exists()


def test_a_socket_folder_that_somebody_else_made_is_not_used(long_folder: Path, tmp_path: Path) -> None:
    socket_dir = EmbeddedServer(long_folder / "postgres").socket_dir
    socket_dir.symlink_to(tmp_path)
    try:
        with pytest.raises(StartError, match="belongs to somebody else"):
            open_database(None, long_folder)
    finally:
        socket_dir.unlink()
