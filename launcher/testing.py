"""`./mybizz test` and `./mybizz bench`: everything that they need, then pytest or the measurements."""

from __future__ import annotations

import argparse
import subprocess
import sys
from collections.abc import Sequence
from typing import NoReturn

from .children import Children
from .chromium import prepare_chromium
from .environment import become, build_browser_files, prepare_python, prepared_alone
from .places import PYTHON, ROOT
from .progress import Steps

# One more than the cores that changes are checked on: many tests wait for pages, processes and clocks. In the order of
# the folders, so that those of the browser, which take longest, come first.
IN_PARALLEL = ("-n", "3", "--no-loadscope-reorder")
# The tests that call the app's server code in their own process, where its lines can be counted. Those that interrupt
# threads are not among them: under a tracer, Python 3.11 never comes out of an interruption that was taken back.
COUNTED = ("tests/unit/server_code", "tests/integration/app")
# What marketing and its mails are made of must be covered; what carries messages is told beside it.
COVERED = ("analytics", "emails", "marketing", "newsletter", "sequences", "templates")
LEAST_PERCENT = {**{f"server_{name}": 95 for name in COVERED}, "server_messaging": 0}


def bench(chosen: argparse.Namespace) -> NoReturn:
    """Prepare as for tests and run the measurements; the exit status is theirs."""
    _prepare()
    become("bench", *chosen.rest)


def add_test_arguments(parser: argparse.ArgumentParser) -> None:
    """The option of `./mybizz test` that is not pytest's."""
    parser.add_argument("--coverage", action="store_true", help="say what tests reach of the packages that send")


def test(chosen: argparse.Namespace) -> NoReturn:
    """Prepare and run pytest, in parallel unless arguments say what to run; the exit status is pytest's."""
    _prepare()
    if chosen.coverage:
        sys.exit(_count(chosen.rest or COUNTED))
    become("pytest", *(chosen.rest or IN_PARALLEL))


def _count(arguments: Sequence[str]) -> int:
    """Run pytest and print what each package reached; 1 where tests fail or a package has less than it needs."""
    statuses = [_coverage("run", "-m", "pytest", *arguments)]
    for package, least in LEAST_PERCENT.items():
        print(f"\n{package} (at least {least} %)", flush=True)
        statuses.append(_coverage("report", f"--include=server_code/{package}/*", f"--fail-under={least}"))
    return int(any(statuses))


def _coverage(*arguments: str) -> int:
    return subprocess.run([PYTHON, "-m", "coverage", *arguments], cwd=ROOT, check=False).returncode


def _prepare() -> None:
    with Children() as children, prepared_alone():
        steps = Steps(3)
        prepare_python(steps, children, "requirements-dev.txt")
        prepare_chromium(steps, children)
        build_browser_files(steps, children)
