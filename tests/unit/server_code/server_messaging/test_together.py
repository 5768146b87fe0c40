"""What several threads bring at the same moment is worked on by one of them."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

import pytest

from server_code.server_messaging.together import Together


class Work:
    """Doubles numbers, the first time only when it is let; zero cannot be."""

    def __init__(self) -> None:
        self.batches: list[list[int]] = []
        self.may_go = threading.Event()
        self.has_begun = threading.Event()

    def __call__(self, items: Sequence[int]) -> list[int]:
        self.batches.append(list(items))
        self.has_begun.set()
        assert self.may_go.wait(20)
        if 0 in items:
            raise ValueError("zero")
        return [2 * item for item in items]


def brought(work: Work, together: Together[int, int], items: Sequence[int]) -> list[int | str]:
    """What became of items, all brought while the first was being worked on."""

    def bring(item: int) -> int | str:
        try:
            return together.do(item)
        except ValueError as error:
            return str(error)

    with ThreadPoolExecutor(len(items)) as pool:
        first = pool.submit(bring, items[0])
        assert work.has_begun.wait(20)
        others = [pool.submit(bring, item) for item in items[1:]]
        while len(together._waiting) < len(items):
            threading.Event().wait(0.001)
        work.may_go.set()
        return [each.result(20) for each in (first, *others)]


def test_what_comes_meanwhile_is_worked_on_together():
    work = Work()
    assert brought(work, Together(work, 10), [1, 2, 3, 4]) == [2, 4, 6, 8]
    assert [sorted(batch) for batch in work.batches] == [[1], [2, 3, 4]]


def test_no_more_than_so_many_at_once():
    work = Work()
    assert brought(work, Together(work, 2), [1, 2, 3, 4]) == [2, 4, 6, 8]
    assert all(len(batch) <= 2 for batch in work.batches)


def test_a_fault_of_one_is_its_own():
    work = Work()
    assert brought(work, Together(work, 10), [1, 0, 3]) == [2, "zero", 6]


def test_a_thread_that_is_ended_leaves_nothing_undone():
    class Ended(BaseException):
        pass

    def work(items: Sequence[int]) -> list[int]:
        if items == [1]:
            raise Ended
        return list(items)

    together = Together(work, 10)
    with pytest.raises(Ended):
        together.do(1)
    assert together.do(2) == 2
