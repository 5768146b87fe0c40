"""`./mybizz backup` and `./mybizz restore` on a demo, as its owner types them."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from tests.served import ROOT, served


def mybizz(command: str, file: Path, folder: Path, *flags: str) -> subprocess.CompletedProcess[str]:
    arguments = [command, str(file), "--instance", "demo", "--data", str(folder), *flags]
    return subprocess.run(
        [sys.executable, "mybizz", *arguments], cwd=ROOT, check=False, capture_output=True, text=True, timeout=100
    )


def test_a_business_is_saved_while_it_is_served_and_restored_when_it_is_not(demo_folder: Path, tmp_path: Path) -> None:
    file = tmp_path / "demo.backup"
    with served(demo_folder):
        saved = mybizz("backup", file, demo_folder)
        assert (saved.returncode, file.is_file()) == (0, True), saved.stderr
        refused = mybizz("restore", file, demo_folder, "--yes")
        assert (refused.returncode, "is served at" in refused.stderr) == (1, True)
    refused = mybizz("restore", file, demo_folder)
    assert "add --yes if that is meant" in refused.stderr
    restored = mybizz("restore", file, demo_folder, "--yes")
    assert restored.returncode == 0, restored.stderr
    assert "master_template is as it was at" in restored.stdout
    with served(demo_folder) as again:
        assert again.origin
