"""The bulk import on the genuine uplink: killed, cut off from its server, run again; and files of every kind."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import psycopg
import pytest

from app_server.database import DATABASE_NAME
from app_server.embedded_postgres import EmbeddedServer
from tests.server_process import CLIENT_KEY, ROOT, SERVER_KEY, ServerProcess

ROWS = 3000
WAIT_SECONDS = 90


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServerProcess]:
    folder = tmp_path_factory.mktemp("bulk")
    for above in (folder, *folder.parents[:2]):
        # PostgreSQL runs under an account of its own when this is root.
        os.chmod(above, 0o755)  # noqa: PTH101
    running = ServerProcess(folder / "data", "--auto-migrate", app=ROOT)
    yield running
    running.stop()


def begin(server: ServerProcess, *arguments: str | Path, key: str = SERVER_KEY) -> subprocess.Popen[str]:
    address = server.url.replace("http", "ws", 1) + "/_/uplink"
    command = [sys.executable, "-m", "uplink.bulk_import", *map(str, arguments), "--url", address]
    environment = {**os.environ, "MYBIZZ_UPLINK_KEY": key}
    return subprocess.Popen(
        command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )


def run(server: ServerProcess, *arguments: str | Path, key: str = SERVER_KEY) -> tuple[int, str]:
    """The exit status of an import, and what it said."""
    process = begin(server, *arguments, key=key)
    said, _ = process.communicate(timeout=WAIT_SECONDS)
    return process.returncode, said


def ask(server: ServerProcess, query: str) -> list[tuple[object, ...]]:
    url = EmbeddedServer(server.data_dir / "postgres").url(DATABASE_NAME)
    with psycopg.connect(url) as connection:
        return connection.execute(query).fetchall()  # type: ignore[arg-type]


def wait_for_rows(server: ServerProcess, file: Path, least: int) -> int:
    """How many rows of a file are stored, once that is ``least``."""
    end = time.monotonic() + WAIT_SECONDS
    query = f"SELECT coalesce(max(rows_done), 0)::int FROM data.bulk_imports WHERE file_name = '{file.name}'"
    while (done := ask(server, query)[0][0]) < least:  # type: ignore[operator]
        assert time.monotonic() < end, done
        time.sleep(0.02)
    return int(done)  # type: ignore[call-overload]


def people(path: Path, count: int, name: str) -> Path:
    """A file of as many people, and one row at its end that nobody can be made of."""
    rows = [f"{name}{number},Test,{name}.{number}@example.org" for number in range(count)]
    path.write_text("\n".join(["First name,Last name,E-mail", *rows, ",,nobody"]), encoding="utf-8")
    return path


def stored(server: ServerProcess, name: str) -> tuple[int, int]:
    """How many contacts there are of a file, and how many of them are different people."""
    [row] = ask(server, f"SELECT count(*), count(DISTINCT email) FROM data.contacts WHERE email LIKE '{name}.%'")
    return row  # type: ignore[return-value]


def test_an_import_that_was_killed_goes_on_where_it_was(server: ServerProcess, tmp_path: Path) -> None:
    file = people(tmp_path / "killed.csv", ROWS, "kim")
    first = begin(server, "contacts", file)
    wait_for_rows(server, file, 500)
    first.send_signal(signal.SIGKILL)
    first.communicate(timeout=10)
    assert 0 < stored(server, "kim")[0] < ROWS
    status, said = run(server, "contacts", file)
    assert status == 0, said
    assert f"{ROWS:,} created, 0 updated, 0 skipped, 1 refused" in said
    assert stored(server, "kim") == (ROWS, ROWS)
    assert ask(server, "SELECT count(*) FROM data.contact_events WHERE event_type = 'created'")[0][0] == ROWS
    errors = (tmp_path / "killed.errors.csv").read_text(encoding="utf-8-sig").splitlines()
    assert errors == [
        "First name,Last name,E-mail,Line,Reason",
        f",,nobody,{ROWS + 2},E-mail “nobody”: This is not an e-mail address.",
    ]
    assert "imported already" in run(server, "contacts", file)[1]


def test_an_import_outlives_a_restart_of_its_server(server: ServerProcess, tmp_path: Path) -> None:
    file = people(tmp_path / "restarted.csv", ROWS, "rob")
    importing = begin(server, "contacts", file)
    wait_for_rows(server, file, 500)
    server.stop(signal.SIGKILL)
    server.start()
    said, _ = importing.communicate(timeout=WAIT_SECONDS)
    assert importing.returncode == 0, said
    assert "does not answer" in said
    assert stored(server, "rob") == (ROWS, ROWS)


def test_an_error_file_that_was_put_right_is_imported_as_any_other(server: ServerProcess, tmp_path: Path) -> None:
    file = people(tmp_path / "wrong.csv", 1, "eve")
    run(server, "contacts", file)
    errors = tmp_path / "wrong.errors.csv"
    errors.write_text(errors.read_text(encoding="utf-8-sig").replace("nobody", "eve.2@example.org"))
    assert run(server, "contacts", errors)[0] == 0
    assert stored(server, "eve") == (2, 2)


def test_workbooks_and_json_lines_are_read_as_csv_is(server: ServerProcess, tmp_path: Path) -> None:
    workbook = openpyxl.Workbook()
    workbook.active.append(["Guest", "Mail", "Arrives", "Nights", "Price"])
    workbook.active.append(["Zed Xu", "zed.1@example.org", "2026-03-04", 2, 1250.5])
    workbook.save(tmp_path / "stays.xlsx")
    lines = [{"Guest": "Zed Xu", "Mail": "zed.1@example.org", "Arrives": "2026-04-04", "Nights": 1, "Price": 100}]
    (tmp_path / "stays.jsonl").write_text("\n".join(map(json.dumps, lines)))
    told = [
        "--map",
        "Guest=full_name",
        "--map",
        "Mail=email",
        "--map",
        "Arrives=start",
        "--set",
        "location=Beach house",
    ]
    files = (tmp_path / "stays.xlsx", tmp_path / "stays.jsonl")
    status, said = run(server, "bookings", *files, *told, "--dry-run")
    assert (status, said.count("nothing was stored")) == (0, 2), said
    assert stored(server, "zed") == (0, 0)
    status, said = run(server, "bookings", *files, *told)
    assert status == 0, said
    figures = "SELECT bookings_count::int, total_spent_minor::int FROM data.contacts WHERE email = 'zed.1@example.org'"
    assert ask(server, figures) == [(2, 135_050)]
    assert ask(server, "SELECT name FROM data.locations") == [("Beach house",)]


def test_only_the_server_key_may_import(server: ServerProcess, tmp_path: Path) -> None:
    file = people(tmp_path / "key.csv", 1, "kay")
    status, said = run(server, "contacts", file, key=CLIENT_KEY)
    assert (status, stored(server, "kay")) == (1, (0, 0))
    assert "server key" in said


def test_what_cannot_be_read_or_understood_is_told_in_a_sentence(server: ServerProcess, tmp_path: Path) -> None:
    (tmp_path / "pdf.pdf").write_text("x")
    (tmp_path / "colours.csv").write_text("Colour,Size\nred,2\n")
    (tmp_path / "broken.xlsx").write_text("no workbook")
    said = run(server, "contacts", *(tmp_path / name for name in ("pdf.pdf", "colours.csv", "broken.xlsx", "gone.csv")))
    assert said[0] == 1
    for part in ("is none of", "No column was found", "is not an Excel workbook", "No such file"):
        assert part in said[1], said[1]
    assert "Traceback" not in said[1]
