"""Calling the app back, as well or as badly as the switches say."""

from __future__ import annotations

import asyncio
from collections import Counter, deque
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from random import Random
from threading import local

import requests

from .switches import Switches

AT_ONCE = 8
TIMEOUT_SECONDS = 15
DOUBLED_AFTER_SECONDS = 0.2
KEPT = 20_000
FAILURES_SHOWN = 50
PAUSE_SECONDS = (1.0, 5.0, 20.0)  # services try again for hours; here their hours are seconds


@dataclass(frozen=True, slots=True)
class Callback:
    """One POST. ``pauses`` are the seconds after which it is tried again when it is not answered with 2xx."""

    service: str
    url: str
    body: bytes
    headers: Mapping[str, str]
    pauses: tuple[float, ...] = ()


class Callbacks:
    """Sends callbacks from a few threads; keeps the newest ``sent`` so that they can be replayed."""

    def __init__(self, switches: Mapping[str, Switches], random: Random) -> None:
        self._switches, self._random = switches, random
        self._pool = ThreadPoolExecutor(AT_ONCE, thread_name_prefix="callback")
        self._own = local()
        self._tasks: set[asyncio.Task[None]] = set()
        self.sent: deque[Callback] = deque(maxlen=KEPT)
        self.counts: Counter[str] = Counter()
        self.failures: deque[str] = deque(maxlen=FAILURES_SHOWN)
        self.waiting = 0

    def close(self) -> None:
        """Send nothing more."""
        self._pool.shutdown(wait=False, cancel_futures=True)

    def plan(self, service: str, make: Callable[[bool], Callback | None], delay_seconds: float) -> None:
        """Send ``make(False)`` after a while; as often, as late and as falsely (``make(True)``) as the switches say."""
        switches = self._switches[service]
        delay = delay_seconds + switches.late
        if self._chance(switches.forged):
            self._later(delay, make, forged=True)
        if self._chance(switches.lost):
            self.counts["lost"] += 1
            return
        self._later(delay, make)
        if self._chance(switches.doubled):
            self.counts["doubled"] += 1
            self._later(delay + DOUBLED_AFTER_SECONDS, make)

    def replay(self, times: int) -> int:
        """Send everything that is kept again, shuffled, so many times over; how many callbacks that are."""
        again = [callback for callback in self.sent for _ in range(times)]
        self._random.shuffle(again)
        for callback in again:
            self._spend(self._send(callback, keep=False))
        return len(again)

    def _chance(self, percent: float) -> bool:
        return percent > 0 and self._random.random() * 100 < percent

    def _later(self, delay: float, make: Callable[[bool], Callback | None], *, forged: bool = False) -> None:
        async def work() -> None:
            await asyncio.sleep(delay)
            callback = make(forged)
            if callback is not None:
                await self._send(callback, keep=not forged)

        self._spend(work())

    def _spend(self, work: Callable[[], None] | object) -> None:
        self.waiting += 1
        task: asyncio.Task[None] = asyncio.get_running_loop().create_task(work)  # type: ignore[arg-type]
        self._tasks.add(task)
        task.add_done_callback(self._spent)

    def _spent(self, task: asyncio.Task[None]) -> None:
        self.waiting -= 1
        self._tasks.discard(task)

    async def _send(self, callback: Callback, *, keep: bool) -> None:
        if keep:
            self.sent.append(callback)
        for pause in (*callback.pauses, None):
            answer = await asyncio.get_running_loop().run_in_executor(self._pool, self._post, callback)
            self.counts["taken" if answer.isdigit() and answer.startswith("2") else "refused"] += 1
            if answer.isdigit() and answer.startswith("2"):
                return
            self.failures.append(f"{callback.service}: {callback.url} answered {answer}")
            if pause is None or (answer.isdigit() and answer.startswith("4")):
                return
            await asyncio.sleep(pause)

    def _post(self, callback: Callback) -> str:
        """The status of the answer, or why there is none."""
        try:
            session = self._session()
            answer = session.post(
                callback.url,
                data=callback.body,
                headers=dict(callback.headers),
                timeout=TIMEOUT_SECONDS,
                allow_redirects=False,
            )
        except requests.RequestException as error:
            return f"nothing ({type(error).__name__})"
        return str(answer.status_code)

    def _session(self) -> requests.Session:
        if not hasattr(self._own, "session"):
            self._own.session = requests.Session()
            self._own.session.trust_env = False
        session: requests.Session = self._own.session
        return session
