"""Fifteen minutes of load: memory and file handles of the serving processes stay where they are.

``python -m bench.soak [MINUTES]``
"""

from __future__ import annotations

import statistics
import sys
import time
from collections.abc import Iterator

import psutil

from tests.served import new_folder

from .faults import RECOVERY_SECONDS, Target
from .figures import LIMIT, Figure
from .load import Load

MINUTES = 15.0
WARM_UP_SHARE = 0.2
SAMPLE_SECONDS = 5.0
GROWTH_MEGABYTES = 10.0
GROWTH_HANDLES = 10
MEGABYTE = 1024 * 1024


def figures(minutes: float = MINUTES) -> Iterator[Figure]:
    """How much the last fifth of the time holds more than the first one after a warm-up."""
    with new_folder() as folder:
        target = Target(folder)
        try:
            with Load(target.server.url) as load:
                load.seconds_until_all_answer(RECOVERY_SECONDS)
                samples = list(_sampled(target.server.process.pid, minutes * 60))
            answered = sum(len(keys) for keys in load.acknowledged.values())
        finally:
            target.stop()
    note = f"{answered:,} calls, {load.refused} refused"
    for name, column, unit, limit in (
        ("memory", 0, "MB", GROWTH_MEGABYTES),
        ("file handles", 1, "", float(GROWTH_HANDLES)),
        ("threads", 2, "", float(GROWTH_HANDLES)),
    ):
        first, last = _ends([sample[column] for sample in samples])
        grown = max(0.0, last - first)
        said = f"{first:,.0f} → {last:,.0f}; {note}"
        yield Figure(f"Growth of {name} in {minutes:g} minutes of load", grown, unit, limit, LIMIT, said)


def _sampled(supervisor: int, seconds: float) -> Iterator[tuple[float, float, float]]:
    """Megabytes, file handles and threads of all serving processes together, again and again."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        time.sleep(SAMPLE_SECONDS)
        processes = psutil.Process(supervisor).children()
        yield (
            sum(process.memory_info().rss for process in processes) / MEGABYTE,
            sum(process.num_fds() for process in processes),
            sum(process.num_threads() for process in processes),
        )


def _ends(values: list[float]) -> tuple[float, float]:
    """Medians of the first fifth after the warm-up and of the last fifth."""
    warm = values[int(len(values) * WARM_UP_SHARE) :]
    fifth = max(1, len(warm) // 5)
    return statistics.median(warm[:fifth]), statistics.median(warm[-fifth:])


if __name__ == "__main__":
    for figure in figures(*map(float, sys.argv[1:2])):
        print(figure)
