"""Load on the app of tests/apps/faults, with a book of what the server has acknowledged."""

from __future__ import annotations

import threading
import time
from collections import Counter, defaultdict
from types import TracebackType

import httpx

KINDS = {"row": "keep", "task": "launch", "uplink": "by-uplink"}
ASK_SECONDS = 40.0
PAUSE_SECONDS = 0.02


class Load:
    """Threads that ask all the time, one for each kind and more for rows; ``acknowledged`` maps a kind to its keys."""

    def __init__(self, url: str, threads: int = 4) -> None:
        self._url = url
        self._stopping = threading.Event()
        self.acknowledged: defaultdict[str, set[str]] = defaultdict(set)
        self.refused = 0
        kinds = [list(KINDS)[number % len(KINDS)] for number in range(threads)]
        self._threads = [threading.Thread(target=self._ask, args=(kind, number)) for number, kind in enumerate(kinds)]

    def __enter__(self) -> Load:
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stopping.set()
        for thread in self._threads:
            thread.join()

    def lost(self) -> list[str]:
        """What was acknowledged and is not there."""
        return [f"{kind} {key}" for kind in KINDS for key in self.acknowledged[kind] - set(self._kept(kind))]

    def doubled(self) -> list[str]:
        """What is there more than once."""
        return [f"{kind} {key}" for kind in KINDS for key, times in Counter(self._kept(kind)).items() if times > 1]

    def unfinished(self) -> int:
        """How many tasks were launched and have not done what they are for."""
        return len(self.acknowledged["task"] - set(self._kept("task")))

    def seconds_until_all_answer(self, patience: float) -> float:
        """How long until each kind is answered again. Raises TimeoutError when it is not."""
        started = time.monotonic()
        with httpx.Client(base_url=self._url, timeout=ASK_SECONDS) as http:
            for number, (kind, path) in enumerate(KINDS.items()):
                while not self._one(http, kind, path, f"probe-{started}-{number}"):
                    if time.monotonic() > started + patience:
                        raise TimeoutError(f"{kind} is not answered {patience} s after a fault")
                    time.sleep(PAUSE_SECONDS)
        return time.monotonic() - started

    def _ask(self, kind: str, number: int) -> None:
        count = 0
        with httpx.Client(base_url=self._url, timeout=ASK_SECONDS) as http:
            while not self._stopping.wait(PAUSE_SECONDS):
                count += 1
                self._one(http, kind, KINDS[kind], f"{number}-{count}")

    def _one(self, http: httpx.Client, kind: str, path: str, key: str) -> bool:
        """Whether it was acknowledged. Each key is asked for once: the answer may be lost after it was kept."""
        try:
            answer = http.get(f"/_/api/{path}/{key}{time.monotonic_ns()}")
        except httpx.TransportError:
            self.refused += 1
            return False
        if answer.status_code != 200:
            self.refused += 1
            return False
        self.acknowledged[kind].add(answer.request.url.path.rpartition("/")[2])
        return True

    def _kept(self, kind: str) -> list[str]:
        answer = httpx.get(f"{self._url}/_/api/kept/{kind}", timeout=ASK_SECONDS)
        answer.raise_for_status()
        keys: list[str] = answer.json()
        return keys
