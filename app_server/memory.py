"""What a process does with its memory: it gives back what it no longer needs, and looks little at what stays."""

from __future__ import annotations

import ctypes
import gc
import logging

# As many are made by some hundred requests, or by a hundred rows; the usual 700, by one or two.
YOUNG_OBJECTS = 10_000
# How often the young are looked at before older ones are. Rows of tables go round in circles, which nothing else frees:
# seldomer, and an import of 10,000 contacts has 40 MB of them waiting. What stays is not looked at in any case.
YOUNG_LOOKS, OLDER_LOOKS = 5, 3
# glibc's malloc.h. Left alone, it has pools for as many threads as there are, and keeps in each what was freed there.
M_TRIM_THRESHOLD, M_MMAP_THRESHOLD, M_ARENA_MAX = -1, -3, -8
LARGE_BYTES = 128 * 1024
POOLS = 2

log = logging.getLogger(__name__)


def give_back_what_is_freed() -> None:
    """Have the C library return memory to the system soon; to be called before there are threads."""
    try:
        mallopt = ctypes.CDLL(None).mallopt
    except AttributeError:
        return  # not glibc; others do it by themselves
    settings = {M_ARENA_MAX: POOLS, M_MMAP_THRESHOLD: LARGE_BYTES, M_TRIM_THRESHOLD: LARGE_BYTES}
    if not all(mallopt(name, value) for name, value in settings.items()):
        log.warning("the C library keeps memory in its own ways")


def give_back_after_long_work() -> None:
    """Return what a long task has left free amid what is in use, which the C library would keep; some milliseconds."""
    gc.collect()
    try:
        ctypes.CDLL(None).malloc_trim(0)
    except AttributeError:
        return  # not glibc


def collect_nothing_yet() -> None:
    """Have the collector rest while the server starts: what is made then stays."""
    gc.disable()


def spare_what_stays() -> None:
    """Keep the collector from looking again and again at the modules, which stay; to be called once they are there."""
    gc.freeze()
    gc.set_threshold(YOUNG_OBJECTS, YOUNG_LOOKS, OLDER_LOOKS)
    gc.enable()
