"""`./mybizz lint`: ruff, types and the house rules."""

from __future__ import annotations

import argparse
import subprocess

from .children import Children
from .environment import prepare_python, prepared_alone
from .places import PYTHON, ROOT
from .progress import Steps


def lint(chosen: argparse.Namespace) -> int:
    """Install what the checks need and run them; the exit status is theirs."""
    with Children() as children, prepared_alone():
        prepare_python(Steps(1), children, "requirements-dev.txt")
    return subprocess.run([PYTHON, "-m", "launcher.lint"], cwd=ROOT, stdin=subprocess.DEVNULL, check=False).returncode
