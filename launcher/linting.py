"""`./mybizz lint`: ruff, types and the house rules."""

from __future__ import annotations

import argparse
from typing import NoReturn

from .children import Children
from .environment import become, prepare_python, prepared_alone
from .progress import Steps


def lint(chosen: argparse.Namespace) -> NoReturn:
    """Install what the checks need and run them; the exit status is theirs."""
    with Children() as children, prepared_alone():
        prepare_python(Steps(1), children, "requirements-dev.txt")
    become("launcher.lint")
