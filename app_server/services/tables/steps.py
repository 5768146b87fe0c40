"""The steps of a migration."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from .wanted import Wanted

# SQL and its parameters.
Statement = tuple[str, Sequence[Any]]


@dataclass(frozen=True, slots=True)
class Step:
    """One change: what it does in a sentence, and whether it loses data.

    ``statements`` are one short transaction; those ``alongside`` come after it, each by itself, and hold nobody up.
    ``books`` is what the bookkeeping learns when all is done; ``undo`` is run when the step fails.
    """

    sentence: str
    statements: tuple[str, ...]
    loses_data: bool = False
    books: tuple[Statement, ...] = ()
    alongside: tuple[str, ...] = ()
    undo: tuple[str, ...] = ()

    @property
    def described(self) -> str:
        return f"{self.sentence} (loses data)" if self.loses_data else self.sentence


@dataclass(frozen=True, slots=True)
class Plan:
    """What would be done, in order."""

    wanted: Wanted
    steps: tuple[Step, ...]

    @property
    def losses(self) -> tuple[Step, ...]:
        return tuple(step for step in self.steps if step.loses_data)
