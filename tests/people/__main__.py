"""`python -m tests.people OUT_DIR [--rows N]`: write the files and print what importing them in order must count."""

from __future__ import annotations

import argparse
from pathlib import Path

from . import expected_outcomes, make_files
from .files import ROWS


def main() -> None:
    """Write the files and print their sums."""
    parser = argparse.ArgumentParser(prog="python -m tests.people", description=__doc__)
    parser.add_argument("folder", type=Path, metavar="OUT_DIR")
    parser.add_argument("--rows", type=int, default=ROWS)
    chosen = parser.parse_args()
    files = make_files(chosen.folder, chosen.rows)
    for file, outcome in zip(files, expected_outcomes(files), strict=True):
        print(f"{file.path}: {file.rows} rows, {file.duplicates} duplicates, {file.without_email} without e-mail")
        print(f"  created {outcome.created}, updated {outcome.updated}, skipped {outcome.skipped}")


if __name__ == "__main__":
    main()
