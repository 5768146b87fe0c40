"""A measured figure beside what it is held against."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

STOCK = "stock server"
LIMIT = "limit"


@dataclass(frozen=True)
class Figure:
    """A figure that should be small; `baseline` is in the same unit, and `against` says whose it is."""

    name: str
    value: float
    unit: str
    baseline: float
    against: str
    note: str = ""
    at_least: float = 1

    @property
    def misses(self) -> bool:
        """Whether it is less than `at_least` times better than the baseline."""
        return self.ratio < self.at_least

    @property
    def ratio(self) -> float:
        """How many times better than the baseline: above 1 is good."""
        return self.baseline / self.value if self.value else float("inf")

    def __str__(self) -> str:
        line = f"{self.name:<58} {self.value:>9,.1f} {self.unit:<4} {self.baseline:>9,.1f} {self.against:<13}"
        return f"{line} {self.ratio:>5.1f}x  {self.note}".rstrip()


HEADING = f"{'what':<58} {'measured':>9} {'':<4} {'baseline':>9} {'':<13} {'ratio':>6}"


def milliseconds(action: Callable[[], object], times: int) -> list[float]:
    """How long each of `times` runs took, after one that is not counted."""
    action()
    taken = []
    for _ in range(times):
        started = time.perf_counter()
        action()
        taken.append((time.perf_counter() - started) * 1000)
    return taken


def spread(values: Sequence[float]) -> str:
    """The note that goes with a median."""
    return f"min {min(values):,.1f}, max {max(values):,.1f}, n={len(values)}"


def seconds_figure(name: str, limit: float, action: Callable[[], object]) -> Figure:
    """How long one run of `action` takes, beside how long it may."""
    began = time.monotonic()
    action()
    return Figure(name, time.monotonic() - began, "s", limit, LIMIT)


def tell(figures: Iterable[Figure]) -> int:
    """Print every figure as it comes; how many miss their baseline."""
    misses = 0
    for figure in figures:
        print(figure, flush=True)
        misses += figure.misses
    return misses


def median_figure(
    name: str, values: Sequence[float], unit: str, baseline: float, against: str, at_least: float = 1
) -> Figure:
    """The median of several measurements, with their spread."""
    return Figure(name, statistics.median(values), unit, baseline, against, spread(values), at_least)
