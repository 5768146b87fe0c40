"""An instance of the tests' or measurements' own, served by the launcher as everybody's is."""

from __future__ import annotations

import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from launcher.ports import free_port

ROOT = Path(__file__).resolve().parent.parent
OWNER = "owner@demo.test"
PASSWORD = "demo-mybizz"
STOP_SECONDS = 60


@dataclass(frozen=True)
class Served:
    """A running instance: where it answers, its folder, the launcher's process, and how long the start took."""

    origin: str
    folder: Path
    launcher: subprocess.Popen[str]
    seconds_to_serving: float
    said: list[str]

    @property
    def mails(self) -> str:
        """The address of the simulator, whose page shows what was sent."""
        return next(line.split()[-1] for line in self.said if line.startswith("Messages "))

    def stop(self, number: int = signal.SIGINT) -> list[str]:
        """End the launcher with a signal; what it printed after the address. Its exit status is in `launcher`."""
        self.launcher.send_signal(number)
        return self.rest()

    def rest(self) -> list[str]:
        """Wait until the launcher has ended; what it printed after the address."""
        assert self.launcher.stdout is not None
        lines = [line.rstrip() for line in self.launcher.stdout]
        self.launcher.wait(STOP_SECONDS)
        return lines


@contextmanager
def served(folder: Path, *flags: str, root: Path = ROOT) -> Iterator[Served]:
    """Run `./mybizz run` on the instance in `folder`; stop it with Ctrl-C's signal at the end."""
    port = free_port(0)
    started = time.monotonic()
    command = [sys.executable, "mybizz", "run", "--data", str(folder), "--port", str(port), *flags]
    launcher = subprocess.Popen(command, cwd=root, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    try:
        origin = f"http://127.0.0.1:{port}"
        said = _lines_until(launcher, f"Mybizz is at {origin}")
        yield Served(origin, folder, launcher, time.monotonic() - started, said)
    finally:
        launcher.send_signal(signal.SIGINT)
        launcher.wait(STOP_SECONDS)
        if launcher.stdout:
            launcher.stdout.close()


@contextmanager
def new_folder() -> Iterator[Path]:
    """A folder for an instance that is thrown away."""
    with tempfile.TemporaryDirectory(prefix="mybizz-test-") as folder:
        # PostgreSQL runs under an account of its own when this is root.
        Path(folder).chmod(0o755)
        yield Path(folder) / "data"


def _lines_until(launcher: subprocess.Popen[str], wanted: str) -> list[str]:
    assert launcher.stdout is not None
    said = []
    for line in launcher.stdout:
        said.append(line.rstrip())
        if said[-1] == wanted:
            return said
    raise RuntimeError("the launcher ended before it served:\n" + "\n".join(said))
