"""Parsing Python beside threads that parse too."""

from __future__ import annotations

import ast
import gc
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from app_server.templates.python_code import parsed

CODE = "\n".join(
    f"def f{number}(a, b=[1, (2, 3)]):\n    return [each + {number} for each in a]" for number in range(40)
)


@contextmanager
def _interrupted_by_another_parser() -> Iterator[None]:
    """The collector runs all the time, and another thread parses each time it does."""

    def interrupt(phase: str, _facts: object) -> None:
        if phase == "start" and threading.current_thread() is threading.main_thread():
            other = threading.Thread(target=ast.parse, args=("a = [1]",))
            other.start()
            other.join()

    before = gc.get_threshold()
    gc.callbacks.append(interrupt)
    gc.set_threshold(50)
    try:
        yield
    finally:
        gc.set_threshold(*before)
        gc.callbacks.remove(interrupt)


def test_no_other_thread_gets_into_what_is_being_parsed() -> None:
    with _interrupted_by_another_parser():
        tree = parsed(CODE)
        assert gc.isenabled()
    assert len(tree.body) == 40


def test_wrong_python_leaves_the_collector_as_it_was() -> None:
    with pytest.raises(SyntaxError):
        parsed("a +", "eval")
    assert gc.isenabled()
