"""`./mybizz gallery`: it serves the gallery, with the source that runs, and leaves nothing running."""

from __future__ import annotations

import signal
import subprocess
import sys

import httpx

from launcher.ports import free_port
from tests.processes import processes_on
from tests.served import ROOT, new_folder


def test_the_gallery_is_served_with_its_own_source_and_ends_with_the_launcher() -> None:
    port = free_port(0)
    address = f"http://127.0.0.1:{port}"
    with new_folder() as folder:
        command = [sys.executable, "mybizz", "gallery", "--port", str(port), "--data", str(folder)]
        launcher = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
        assert launcher.stdout is not None
        assert any(line.strip() == f"The gallery is at {address}" for line in iter(launcher.stdout.readline, ""))
        source = httpx.get(f"{address}/_/theme/code/Words/form_template.html").text
        launcher.send_signal(signal.SIGINT)
        launcher.communicate(timeout=60)
        assert processes_on(folder) == []
    assert source == (ROOT / "tests/apps/gallery/client_code/Words/form_template.html").read_text()
    assert launcher.returncode == 0
