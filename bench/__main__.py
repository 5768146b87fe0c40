"""`./mybizz bench [NAME …]`: run the measurements (all, or those named) and print figures with their ratios."""

from __future__ import annotations

import argparse
import importlib
import inspect
import sys
from collections.abc import Iterable

from .figures import HEADING, Figure, tell

NAMES = (
    "tables",
    "contacts",
    "messages",
    "sequences",
    "pages",
    "browser",
    "endpoints",
    "operation",
    "crowd",
    "faults",
    "soak",
    "uplinks",
)


def main() -> int:
    """Print every figure as it comes; the exit status is 1 when one misses its limit."""
    parser = argparse.ArgumentParser(prog="./mybizz bench", description=__doc__)
    parser.add_argument("names", nargs="*", choices=[*NAMES, []], metavar="NAME", help=f"any of {', '.join(NAMES)}")
    parser.add_argument("--plans", action="store_true", help="print the query plans too, where there are any")
    given = parser.parse_args()
    chosen = given.names or NAMES
    misses = 0
    print(HEADING)
    for name in chosen:
        measure = importlib.import_module(f"bench.{name}").figures
        shows_plans = "plans" in inspect.signature(measure).parameters
        measurement: Iterable[Figure] = measure(plans=given.plans) if shows_plans else measure()
        misses += tell(measurement)
    print(f"{misses} of them miss their baseline." if misses else "All of them keep to their baseline.")
    return 1 if misses else 0


if __name__ == "__main__":
    sys.exit(main())
