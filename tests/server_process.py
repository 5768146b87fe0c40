"""A server in a process of its own, for the tests that need one."""

from __future__ import annotations

import json
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import httpx

ROOT = Path(__file__).parents[1]
WIRE_APP = ROOT / "tests" / "apps" / "wire"
START_SECONDS = 60
SERVER_KEY, CLIENT_KEY = "server_key_of_the_tests", "client_key_of_the_tests"


class ServerProcess:
    """``python -m app_server serve`` with the app of tests/apps/wire, or another."""

    def __init__(self, data_dir: Path, *flags: str, app: Path = WIRE_APP, port: int = 0) -> None:
        self.data_dir = data_dir
        self.app = app
        self.port = port or free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.log = data_dir.with_suffix(".log")
        self._flags = flags
        self.start()

    def start(self) -> None:
        command = [sys.executable, "-m", "app_server", "serve", "--app", str(self.app), "--port", str(self.port)]
        command += ["--data-dir", str(self.data_dir), "--uplink-key", SERVER_KEY, "--client-uplink-key", CLIENT_KEY]
        with self.log.open("ab") as log:
            self.process = subprocess.Popen([*command, *self._flags], cwd=ROOT, stderr=log)
        try:
            self._wait_until_ready()
        except AssertionError:
            self.process.kill()  # nobody else would, and the next one may want its port
            self.process.wait()
            raise

    def flag(self, name: str) -> str:
        """What the server was started with, as ``--database``."""
        return self._flags[self._flags.index(name) + 1]

    def _wait_until_ready(self) -> None:
        end = time.monotonic() + START_SECONDS
        while not self.is_ready():
            assert self.process.poll() is None, self.log.read_text()
            assert time.monotonic() < end, self.log.read_text()
            time.sleep(0.05)

    def is_ready(self) -> bool:
        try:
            return httpx.get(f"{self.url}/_/health", timeout=5).status_code == 200
        except httpx.TransportError:
            return False

    def stop(self, number: int = signal.SIGTERM) -> int:
        self.process.send_signal(number)
        return self.process.wait(30)

    def logged(self) -> list[dict[str, Any]]:
        """The lines of the log so far."""
        return [json.loads(line) for line in self.log.read_text().splitlines() if line.startswith("{")]


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])
