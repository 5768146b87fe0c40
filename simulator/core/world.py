"""The state all simulated services share, and the one way in which something happens to a message."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable, Mapping
from pathlib import Path
from random import Random
from typing import Any

from .accounts import Accounts
from .callbacks import Callback, Callbacks
from .journal import Journal, Message
from .outcomes import Plan, plan_for
from .switches import LIMITS, switches_of

HELD_BACK_SECONDS = 3.0  # so that what happened later is told first

# What a service posts to say that an event happened; None when it says nothing. The last argument asks for a forgery.
Teller = Callable[[Message, str, float, str, bool], Callback | None]


class World:
    """One journal, one set of switches, one queue of callbacks. Lives in one thread, that of its event loop."""

    def __init__(self, folder: Path, accounts: Accounts, seed: int | None = None) -> None:
        self.folder, self.accounts = folder, accounts
        self.random = Random(seed)  # noqa: S311 (chances of faults, no secrets)
        self.journal = Journal(folder)
        self.switches = {service: switches_of(service) for service in LIMITS}
        self.callbacks = Callbacks(self.switches, self.random)
        self.tellers: dict[str, Teller] = {}
        self.people: dict[str, Callable[[Message, str], Awaitable[None]]] = {}
        self._tasks: set[asyncio.Task[None]] = set()

    def close(self) -> None:
        """Stop what is under way."""
        for task in self._tasks:
            task.cancel()
        self.callbacks.close()
        self.journal.close()

    def now(self) -> float:
        """Unix seconds."""
        return time.time()

    def chance(self, percent: float) -> bool:
        """True in so many of a hundred cases."""
        return percent > 0 and self.random.random() * 100 < percent

    def accept(self, content: Mapping[str, Any], plan: Plan | None = None, **facts: Any) -> Message:
        """Keep a message a service took, and let happen to it what then happens; ``facts`` are Message's own."""
        message = self.journal.add(facts, content, self.now())
        if plan is None:
            plan = plan_for(message, self.switches[message.service], self.random)
        for step in plan:
            self._later(step.after_seconds, message, step.event, step.detail)
        return message

    def happen(self, message: Message, event: str, detail: str = "") -> None:
        """Let something happen to a message now, and let its service tell of it."""
        at = self.now()
        self.journal.note(message, event, at, detail)
        teller = self.tellers.get(message.service)
        if teller is None:
            return
        held = self.random.random() * HELD_BACK_SECONDS if self._is_reordered(message) else 0.0
        self.callbacks.plan(message.service, lambda forged: teller(message, event, at, detail, forged), held)

    def _is_reordered(self, message: Message) -> bool:
        return self.chance(self.switches[message.service].reordered)

    def _later(self, seconds: float, message: Message, event: str, detail: str) -> None:
        async def work() -> None:
            await asyncio.sleep(seconds)
            act = self.people.get(event)
            if act is None:
                self.happen(message, event, detail)
            else:
                await act(message, detail)

        task = asyncio.get_running_loop().create_task(work())
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    @property
    def is_quiet(self) -> bool:
        """Whether nothing more is about to happen, and every callback was answered or given up."""
        return not self._tasks and not self.callbacks.waiting
