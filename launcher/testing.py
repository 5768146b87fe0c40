"""`./mybizz test` and `./mybizz bench`: everything that they need, then pytest or the measurements."""

from __future__ import annotations

import argparse
from typing import NoReturn

from .children import Children
from .chromium import prepare_chromium
from .environment import become, build_browser_files, prepare_python, prepared_alone
from .progress import Steps

# One more than the cores that changes are checked on: many tests wait for pages, processes and clocks. In the order of
# the folders, so that those of the browser, which take longest, come first.
IN_PARALLEL = ("-n", "3", "--no-loadscope-reorder")


def bench(chosen: argparse.Namespace) -> NoReturn:
    """Prepare as for tests and run the measurements; the exit status is theirs."""
    _prepare()
    become("bench", *chosen.rest)


def test(chosen: argparse.Namespace) -> NoReturn:
    """Prepare and run pytest, in parallel unless arguments say what to run; the exit status is pytest's."""
    _prepare()
    become("pytest", *(chosen.rest or IN_PARALLEL))


def _prepare() -> None:
    with Children() as children, prepared_alone():
        steps = Steps(3)
        prepare_python(steps, children, "requirements-dev.txt")
        prepare_chromium(steps, children)
        build_browser_files(steps, children)
