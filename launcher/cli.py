"""The commands of ./mybizz."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence

from . import gallery, linting, operating, running, stock, testing
from .problems import Problem, of_os_error


def main(arguments: Sequence[str] | None = None) -> int:
    """Carry out one command; the exit status. A Problem is printed as its one sentence."""
    chosen, rest = _parser().parse_known_args(arguments)
    if rest and not chosen.passes_arguments_on:
        _parser().parse_args(arguments)
    chosen.rest = rest
    command: Callable[[argparse.Namespace], int] = chosen.command
    try:
        return command(chosen)
    except Problem as problem:
        print(problem, file=sys.stderr)
    except OSError as error:
        print(of_os_error(error), file=sys.stderr)
    except KeyboardInterrupt:
        print("Stopped.", file=sys.stderr)
    return 1


def _run(chosen: argparse.Namespace) -> int:
    return stock.run(chosen) if chosen.stock else running.run(chosen)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="./mybizz", description="Run, test, check and measure Mybizz.")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    run = commands.add_parser("run", help="serve a business on this computer; the first run installs what it needs")
    run.set_defaults(command=_run, passes_arguments_on=False)
    running.add_arguments(run)
    owner = commands.add_parser("owner", help="make the first owner of a business that runs without demo data")
    owner.set_defaults(command=running.add_owner, passes_arguments_on=False)
    running.add_owner_arguments(owner)
    show = commands.add_parser("gallery", help="serve every component in its states, with its code beside it")
    show.set_defaults(command=gallery.gallery, passes_arguments_on=False)
    gallery.add_arguments(show)
    worker = commands.add_parser("worker", help="run background tasks only, here or on another computer")
    worker.set_defaults(command=operating.work, passes_arguments_on=True)
    operating.add_worker_arguments(worker)
    for name, work, text in (
        ("backup", operating.backup, "save a business, its files included, into one file"),
        ("restore", operating.restore, "put a business back to what a backup holds"),
    ):
        command = commands.add_parser(name, help=text)
        command.set_defaults(command=work, passes_arguments_on=False)
        operating.add_backup_arguments(command)
    test = commands.add_parser("test", help="run the tests; arguments go to pytest", add_help=False, allow_abbrev=False)
    test.set_defaults(command=testing.test, passes_arguments_on=True)
    testing.add_test_arguments(test)
    bench = commands.add_parser("bench", help="measure, beside what each figure is held against", add_help=False)
    bench.set_defaults(command=testing.bench, passes_arguments_on=True)
    lint = commands.add_parser("lint", help="check style, types, import rules, client Python and form templates")
    lint.set_defaults(command=linting.lint, passes_arguments_on=False)
    return parser
