"""The simulator as a process of the tests' own: real Brevo, SES, Twilio and SMTP endpoints on free ports.

with simulator(tmp_path, app_url) as outside:
    instance.secrets._values.update(outside.secrets)
    outside.switch("brevo", hard_bounce=100)
    …
    outside.wait_until_quiet()
    assert outside.counts()["repeated"] == []
"""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx

from launcher.ports import free_port

ROOT = Path(__file__).parents[1]
START_SECONDS = 60


class SimulatorProcess:
    """``python -m simulator``. ``url`` is where it answers; a restart keeps the ports and what was taken."""

    def __init__(self, folder: Path, app_url: str = "", seed: int = 1) -> None:
        self.folder, self._app_url, self._seed = folder, app_url, seed
        self.port, self.smtp_port = free_port(0), free_port(0)
        self.url = f"http://127.0.0.1:{self.port}"
        self._client = httpx.Client(base_url=self.url, timeout=30, trust_env=False)
        self.start()

    @property
    def secrets(self) -> dict[str, str]:
        """What the app is told in order to reach the simulated services: names of its secrets to values."""
        said: dict[str, str] = self.ask("secrets")["secrets"]
        return {**said, "smtp_url": f"smtp://127.0.0.1:{self.smtp_port}"}

    def start(self) -> None:
        """Begin, and wait until it answers."""
        flags = ["--folder", self.folder, "--port", self.port, "--smtp-port", self.smtp_port, "--seed", self._seed]
        command = [sys.executable, "-m", "simulator", *map(str, flags), "--app", self._app_url]
        self.process = subprocess.Popen(command, cwd=ROOT)
        end = time.monotonic() + START_SECONDS
        while not self._answers():
            assert self.process.poll() is None, "the simulator ended by itself"
            assert time.monotonic() < end, "the simulator does not answer"
            time.sleep(0.05)

    def stop(self) -> None:
        """End it; what it took stays in its folder."""
        self.process.terminate()
        self.process.wait(30)

    def kill(self) -> None:
        """End it without a word."""
        self.process.kill()
        self.process.wait(30)

    def ask(self, path: str, **query: Any) -> Any:
        """What ``GET /api/<path>`` answers."""
        return self._said(self._client.get(f"/api/{path}", params=query))

    def tell(self, path: str, said: dict[str, Any] | None = None) -> Any:
        """What ``POST /api/<path>`` answers."""
        return self._said(self._client.post(f"/api/{path}", json=said or {}))

    def put(self, path: str, said: dict[str, Any]) -> Any:
        """What ``PUT /api/<path>`` answers."""
        return self._said(self._client.put(f"/api/{path}", json=said))

    def switch(self, service: str, **switches: Any) -> None:
        """Let things go wrong, or right again: ``switch("brevo", lost=10)``."""
        self.put("switches", {service: switches})

    def messages(self, **which: Any) -> list[dict[str, Any]]:
        """The messages in memory, the oldest first: ``service, channel, direction, to, after, limit``."""
        found: list[dict[str, Any]] = self.ask("messages", **which)["messages"]
        return found

    def content(self, number: int) -> dict[str, Any]:
        """What a message says: ``html, text, headers, attachments``."""
        found: dict[str, Any] = self.ask(f"messages/{number}")["content"]
        return found

    def act(self, number: int, action: str, **said: Any) -> str:
        """As its receiver: "open", "click" (``link``), "complain", "unsubscribe" (in one click), "reply" (``text``); as
        a guard: "scan"; as its mail server: "bounce", "soft_bounce", "block", "defer"; "leave" at the provider.
        """
        return str(self.tell(f"messages/{number}/act", {"action": action, **said})["said"])

    def counts(self, by: str = "to", **which: Any) -> dict[str, Any]:
        """All that was ever taken, restarts included: ``total``, ``distinct``, ``repeated``, by some facts."""
        found: dict[str, Any] = self.ask("counts", by=by, **which)
        return found

    def wait_until_quiet(self, seconds: float = 60) -> dict[str, Any]:
        """Wait until nothing more is about to happen and every callback was answered; the counts of callbacks."""
        end = time.monotonic() + seconds
        while not (state := self.ask("state"))["quiet"]:
            assert time.monotonic() < end, state
            time.sleep(0.05)
        counts: dict[str, Any] = state["callbacks"]
        return counts

    def close(self) -> None:
        """Let go of everything."""
        self._client.close()
        if self.process.poll() is None:
            self.stop()

    def _answers(self) -> bool:
        try:
            return self._client.get("/api/state").status_code == 200
        except httpx.TransportError:
            return False

    def _said(self, answer: httpx.Response) -> Any:
        assert answer.status_code == 200, answer.text
        return answer.json()


@contextmanager
def simulator(folder: Path, app_url: str = "", seed: int = 1) -> Iterator[SimulatorProcess]:
    """A simulator while the block runs; ``app_url`` is where it sends callbacks, nowhere when it is empty."""
    process = SimulatorProcess(folder, app_url, seed)
    try:
        yield process
    finally:
        process.close()
