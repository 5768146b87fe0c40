"""`./mybizz test` and `./mybizz bench`: everything that they need, then pytest or the measurements."""

from __future__ import annotations

import argparse
import subprocess
from pathlib import Path

from .children import Children
from .chromium import prepare_chromium
from .environment import build_browser_files, prepare_python, prepared_alone
from .places import PYTHON, ROOT
from .progress import Steps

WORKERS = 2
# A file's tests stay together: they share a database or a browser.
IN_PARALLEL = ("-n", str(WORKERS), "--dist", "loadfile")


def bench(chosen: argparse.Namespace) -> int:
    """Prepare as for tests and run the measurements; the exit status is theirs."""
    _prepare()
    return _run("bench", *chosen.rest)


def test(chosen: argparse.Namespace) -> int:
    """Prepare and run pytest, on two workers unless arguments say what to run; the exit status is pytest's."""
    _prepare()
    return _run("pytest", *(chosen.rest or IN_PARALLEL))


def _prepare() -> None:
    with Children() as children, prepared_alone():
        steps = Steps(3)
        prepare_python(steps, children, "requirements-dev.txt")
        prepare_chromium(steps, children)
        build_browser_files(steps, children)


def _run(module: str, *arguments: str) -> int:
    command: list[str | Path] = [PYTHON, "-m", module, *arguments]
    return subprocess.run(command, cwd=ROOT, stdin=subprocess.DEVNULL, check=False).returncode
