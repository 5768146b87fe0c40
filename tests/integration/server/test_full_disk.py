"""A database whose disk is full: reading goes on, writing says so, and nothing has to be restarted."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.integration.services.conftest import eventually
from tests.server_process import ROOT, ServerProcess

APP = ROOT / "tests" / "apps" / "faults"
MEGABYTES = 120


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    folder = tmp_path / "small"
    folder.mkdir()
    mounting = ["mount", "-t", "tmpfs", "-o", f"size={MEGABYTES}m,mode=755", "tmpfs", folder]
    if subprocess.run(mounting, capture_output=True, check=False).returncode != 0:
        pytest.skip("this account may mount nothing")
    yield folder
    subprocess.run(["umount", "--lazy", folder], check=True)


def test_reading_goes_on_and_writing_says_so_until_there_is_room_again(small_disk, tmp_path):
    server = ServerProcess(small_disk / "data", "--auto-migrate", app=APP)
    try:
        with httpx.Client(base_url=f"{server.url}/_/api", timeout=30) as http:
            assert http.get("/keep/before").text == "kept"
            ballast = small_disk / "ballast"
            with ballast.open("wb") as file, pytest.raises(OSError, match="No space left"):
                while True:
                    file.write(bytes(1024 * 1024))
            assert http.get("/fill/2").status_code == 500
            assert http.get("/kept/row").json() == ["before"]
            assert "No space left on device" in http.get("/what-a-write-says").text
            ballast.unlink()
            assert eventually(lambda: http.get("/fill/2").status_code == 200)
    finally:
        server.stop()
