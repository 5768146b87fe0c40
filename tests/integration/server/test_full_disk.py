"""A database whose disk is full: reading goes on, writing says so, and nothing has to be restarted."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from pathlib import Path

import httpx
import psycopg
import pytest

from app_server.database import DATABASE_NAME
from app_server.embedded_postgres import EmbeddedServer
from tests.integration.services.conftest import eventually
from tests.server_process import ROOT, ServerProcess

APP = ROOT / "tests" / "apps" / "faults"
MEGABYTES = 200


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    folder = tmp_path / "small"
    folder.mkdir()
    mounting = ["mount", "-t", "tmpfs", "-o", f"size={MEGABYTES}m,mode=755", "tmpfs", folder]
    if subprocess.run(mounting, capture_output=True, check=False).returncode != 0:
        pytest.skip("this account may mount nothing")
    yield folder
    subprocess.run(["umount", "--lazy", folder], check=True)


@pytest.fixture
def server(small_disk: Path) -> Iterator[ServerProcess]:
    running = ServerProcess(small_disk / "data", "--auto-migrate", app=APP)
    yield running
    running.stop()


@pytest.fixture
def http(server: ServerProcess) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=f"{server.url}/_/api", timeout=30) as client:
        yield client


def fill(disk: Path) -> Path:
    """Leave no byte free; the file that is to be deleted to change that."""
    ballast = disk / "ballast"
    with ballast.open("wb") as file, pytest.raises(OSError, match="No space left"):
        while True:
            file.write(bytes(1024 * 1024))
    return ballast


def test_reading_goes_on_and_writing_says_so_until_there_is_room_again(http: httpx.Client, small_disk: Path) -> None:
    assert http.get("/keep/before").text == "kept"
    ballast = fill(small_disk)
    assert http.get("/fill/2").status_code == 500
    assert http.get("/kept/row").json() == ["before"]
    assert "No space left on device" in http.get("/what-a-write-says").text
    ballast.unlink()
    assert eventually(lambda: http.get("/fill/2").status_code == 200)


def test_a_database_that_ended_itself_for_want_of_room_is_back_when_there_is_some(
    http: httpx.Client, small_disk: Path, server: ServerProcess
) -> None:
    http.get("/keep/before")
    ballast = fill(small_disk)
    assert eventually(lambda: "until there is room again" in http.get("/what-a-write-says").text)
    assert http.get("/kept/row").json() == ["before"]
    address = EmbeddedServer(server.data_dir / "postgres").url(DATABASE_NAME)
    with pytest.raises(psycopg.OperationalError), psycopg.connect(address, autocommit=True) as connection:
        while True:  # fill its log, which is what it cannot do without
            connection.execute("SELECT pg_logical_emit_message(false, 'x', repeat('x', 1000000))")
    ballast.unlink()
    assert eventually(lambda: http.get("/fill/2").status_code == 200, seconds=60)
    assert http.get("/kept/row").json() == ["before"]
