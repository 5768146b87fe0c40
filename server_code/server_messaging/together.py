"""Work that several threads bring at the same moment, done by one of them for all: a few statements instead of many."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

Item = TypeVar("Item")
Result = TypeVar("Result")


@dataclass(eq=False, slots=True)
class _Brought(Generic[Item, Result]):
    """An item, and what became of it."""

    item: Item
    results: Sequence[Result] = ()
    error: Exception | None = None
    is_done: bool = False


class Together(Generic[Item, Result]):
    """``work(items)`` gives a result for each, in order; it is asked for ``most`` at once.

    While one thread works, what others bring is gathered, and the next of them works on all of it. Nobody waits for
    more to come.
    """

    def __init__(self, work: Callable[[Sequence[Item]], Sequence[Result]], most: int) -> None:
        self._work, self._most = work, most
        self._at_work, self._changing = threading.Lock(), threading.Lock()
        self._waiting: list[_Brought[Item, Result]] = []

    def do(self, item: Item) -> Result:
        """The result of an item. Raises what ``work`` raises of that item alone."""
        mine: _Brought[Item, Result] = _Brought(item)
        with self._changing:
            self._waiting.append(mine)
        try:
            with self._at_work:
                while not mine.is_done:
                    self._work_on(self._waiting[: self._most])
        finally:
            self._forget([mine])  # a thread that is ended while it works leaves the others' to them
        if mine.error is not None:
            raise mine.error
        return mine.results[0]

    def _work_on(self, brought: Sequence[_Brought[Item, Result]]) -> None:
        try:
            results = self._work([each.item for each in brought])
        except Exception as error:  # noqa: BLE001 (any fault of any item: each is tried alone, and raises its own)
            if len(brought) > 1:
                for each in brought:
                    self._work_on([each])
                return
            brought[0].error = error
        else:
            for each, result in zip(brought, results, strict=True):
                each.results = [result]
        for each in brought:
            each.is_done = True
        self._forget(brought)

    def _forget(self, brought: Sequence[_Brought[Item, Result]]) -> None:
        with self._changing:
            self._waiting = [each for each in self._waiting if each not in brought]
