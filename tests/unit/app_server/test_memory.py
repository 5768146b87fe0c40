"""What a process does with its memory."""

from __future__ import annotations

import subprocess
import sys

from tests.served import ROOT

# Blocks as small as a row's values, of which only every thousandth stays: the rest lies free amid what is in use.
LEAVE_HOLES = """
import ctypes, psutil
from app_server.memory import give_back_after_long_work, give_back_what_is_freed
give_back_what_is_freed()
c = ctypes.CDLL(None)
c.malloc.restype, c.free.argtypes = ctypes.c_void_p, [ctypes.c_void_p]
blocks = [c.malloc(4000) for _ in range(10_000)]
for block in blocks:
    ctypes.memset(block, 1, 4000)
for number, block in enumerate(blocks):
    if number % 1000:
        c.free(block)
before = psutil.Process().memory_info().rss
give_back_after_long_work()
print((before - psutil.Process().memory_info().rss) // 1_000_000)
"""


def test_what_a_long_task_left_free_amid_what_is_in_use_is_given_back() -> None:
    done = subprocess.run([sys.executable, "-c", LEAVE_HOLES], cwd=ROOT, capture_output=True, text=True, check=True)
    assert int(done.stdout) >= 20
